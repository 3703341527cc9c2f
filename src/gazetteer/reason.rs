//! Why a town was taken for a place.

use crate::model::vocabulary;

vocabulary!(
    /// How the name of a place led to its town.
    Reason, "a reason", {
        /// The town's name is the name of the place.
        Name = "name",
        /// The name is another name of the town, in another language or spelling.
        OtherName = "other-name",
        /// The town has the name in another alphabet: `Хоцимск`, `Khotsimsk`.
        Spelling = "spelling",
        /// The town that a division is named after, usually its seat: `Krychaw` of `Krychaw District`.
        Seat = "seat",
        /// The first of several towns that became one: `Marburg` of `Marburg-Biedenkopf`.
        First = "first-of-several",
        /// The town that the place is a part of: `Seoul` of `Gangseo (Seoul)`.
        Whole = "whole",
    }
);

vocabulary!(
    /// Why this town was chosen among those with the name.
    Decided, "a way to decide", {
        /// It is the only town with the name in the country, or all others with the name lie near it.
        Only = "only",
        /// It lies in the region that the list or the name gives.
        Within = "within",
        /// It has as many inhabitants as the list gives.
        Population = "population",
        /// It has three times as many inhabitants as any other of the name.
        Largest = "largest",
        /// A partner lies near it, and near no other of the name.
        Partners = "partners",
    }
);
