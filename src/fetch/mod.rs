//! Layer 3: data sets from services on the net, which are asked politely and resumed after interruptions.
//!
//! [`wikidata`] asks a query service for twinned places. A [`Transport`] moves the bytes; with the feature `net`,
//! `Http` is one. [`Patience`] decides when to ask again, and [`Answers`] keeps what has arrived.

mod answers;
mod error;
#[cfg(feature = "net")]
mod http;
mod patience;
mod queries;
mod transport;
mod wikidata;

pub use answers::Answers;
pub use error::FetchError;
#[cfg(feature = "net")]
pub use http::{Http, HttpError};
pub use patience::Patience;
pub use queries::{PLACES_A_QUERY, Queries};
pub use transport::{Reply, Transport, TransportError};
pub use wikidata::{Asked, Fetched, Step, wikidata};

/// The query service of Wikidata, which is used if no other is named.
pub const WIKIDATA_QUERY_SERVICE: &str = "https://query.wikidata.org/sparql";
