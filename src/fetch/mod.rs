//! Layer 3: data sets from services on the net, asked politely and resumed after a break.
//!
//! [`wikidata`] asks a query service for twinned places. How bytes travel is a [`Transport`]'s business, one of which is `Http` with
//! the feature `net`; when to ask again is [`Patience`]'s; what has come is kept by [`Answers`].

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

/// The query service of Wikidata, which is asked where no other is named.
pub const WIKIDATA_QUERY_SERVICE: &str = "https://query.wikidata.org/sparql";
