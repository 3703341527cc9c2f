//! Layer 0: values and their checked constructors.
//!
//! A [`Dataset`] is what a reader produces and what a graph is built from: plain lists of places, partnerships, regions
//! and the ledger's rows, each with the line from which it was read. This module knows no file format, neither the
//! register nor the graph.

mod area;
mod batch;
mod calendar;
mod chunks;
mod claims;
mod code;
mod dataset;
mod date;
mod equated;
mod fold;
mod hint;
mod kind_counts;
mod language;
mod ledger;
mod letters;
mod lines;
mod loose_date;
mod metadata;
mod missing;
mod months;
mod names_by_language;
mod numbered;
mod place_texts;
mod position;
mod record;
mod row_place;
mod row_texts;
mod rows;
mod standing;
mod stored;
mod terms;
mod text_id;
mod texts;
mod words;

pub use area::Area;
pub(crate) use batch::{ClaimBatch, PartnershipBatch, PlaceBatch};
#[cfg(feature = "workbook")]
pub(crate) use calendar::civil;
pub(crate) use claims::joined;
pub use code::{CountryCode, RegionCode, RegionCodeError};
pub(crate) use dataset::PartnershipView;
pub use dataset::{Dataset, PartnershipRow, PlaceRow, RegionRow};
pub use date::{Date, DateError};
pub(crate) use equated::{bracketed, equate, unqualified};
pub(crate) use fold::{fold, fold_into, folds_to, has_han, is_latin, look_alike, mixes_scripts, reconcile, romanize};
pub use hint::{Hint, See};
pub use language::Language;
pub use ledger::{
    ContactKind, ContactRecord, CuratorRecord, IndicatorRecord, Ledger, ParticipantRecord, Qualifier, TotalRecord,
};
pub(crate) use letters::{plain_digits, plain_letters};
pub use metadata::Metadata;
pub use missing::is_missing_value;
pub use names_by_language::NamesByLanguage;
pub(crate) use numbered::Sought;
pub use position::{Position, PositionError};
pub(crate) use record::{BriefPartnership, BriefPlace};
pub use record::{PartnershipRecord, PlaceRecord, RegionRecord};
pub use row_place::{at_row, counted_rows, source_of_rows};
pub use rows::Rows;
pub use standing::{Certainty, Standing};
pub use text_id::TextId;
pub(crate) use words::vocabulary;
pub use words::{Claim, Level, PartnershipKind, Status, UnknownWord, Vocabulary};
