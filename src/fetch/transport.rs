//! How a query travels to a service and its reply comes back.

use std::time::Duration;

use crate::model::Date;

/// Asks a service one query.
pub trait Transport {
    /// Sends a query in SPARQL and gives the reply, whatever its status.
    ///
    /// # Errors
    /// [`TransportError`] where no whole reply comes.
    fn ask(&mut self, query: &str) -> Result<Reply, TransportError>;

    /// The address that is asked.
    fn endpoint(&self) -> &str;
}

/// What a service replied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The status of HTTP: 200 of an answer, and of one that breaks off.
    pub status: u16,
    /// How long the service asks to be left alone.
    pub retry_after: Option<Duration>,
    /// The day of the reply, by the clock of the service.
    pub day: Option<Date>,
    /// The body.
    pub body: String,
}

/// Why no whole reply came.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The service can't be reached, or the connection broke.
    #[error("{0}")]
    Broken(String),
    /// No reply came in time.
    #[error("no reply came in time")]
    TooSlow,
    /// The reply has more bytes than any answer.
    #[error("the reply has more than {0} MiB")]
    TooLong(u64),
    /// The reply sends to another address that can't be followed.
    #[error("the service sends to {0}, which is not followed")]
    Elsewhere(String),
}
