//! Why a town was taken for a place.

use crate::model::vocabulary;

vocabulary!(
    /// How the name of a place led to its town.
    Reason, "a reason", {
        /// The town is called so.
        Name = "name",
        /// The town has the name beside the one shown, in another language or spelling.
        OtherName = "other-name",
        /// The town has the name in another alphabet: `Хоцимск`, `Khotsimsk`.
        Spelling = "spelling",
        /// The town a division is named after, which is its seat as a rule: `Krychaw` of `Krychaw District`.
        Seat = "seat",
        /// The first of several towns that became one: `Marburg` of `Marburg-Biedenkopf`.
        First = "first-of-several",
        /// The town that the place is a part of: `Seoul` of `Gangseo (Seoul)`.
        Whole = "whole",
    }
);

vocabulary!(
    /// Why one town among those of a name.
    Decided, "a way to decide", {
        /// The only town of the name in the country, or with others that lie near it.
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
