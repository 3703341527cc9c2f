//! Sends a query to a service and receives the reply.

use std::time::Duration;

use crate::model::Date;

/// Asks a service a query.
pub trait Transport {
    /// Sends a SPARQL query and returns the reply, whatever its status.
    ///
    /// # Errors
    /// Returns [`TransportError`] if no complete reply arrives.
    fn ask(&mut self, query: &str) -> Result<Reply, TransportError>;

    /// The address of the service.
    fn endpoint(&self) -> &str;
}

/// What a service replied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status: 200 for an answer, even one that breaks off.
    pub status: u16,
    /// The pause that the service asks for.
    pub retry_after: Option<Duration>,
    /// The day of the reply, by the service's clock.
    pub day: Option<Date>,
    /// The body.
    pub body: String,
}

/// Why no complete reply arrived.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The service can't be reached, or the connection broke.
    #[error("{0}")]
    Broken(String),
    /// No reply came in time.
    #[error("no reply came in time")]
    TooSlow,
    /// The reply has more bytes than the limit for answers.
    #[error("the reply has more than {0} MiB")]
    TooLong(u64),
    /// The reply redirects to an address that can't be followed.
    #[error("the service sends to {0}, which is not followed")]
    Elsewhere(String),
}
