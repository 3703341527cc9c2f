//! Errors of fetching.

use std::io;

use crate::formats;

/// Why nothing could be fetched. Answers that have arrived are kept.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The service gave no complete reply, however often it was asked.
    #[error("{endpoint} gives no answer: {reason}")]
    NoAnswer {
        /// The address of the service.
        endpoint: String,
        /// The last failure.
        reason: String,
    },
    /// The service asks for a longer pause than we are willing to wait.
    #[error("{endpoint} asks to be left alone for {minutes} minutes")]
    Later {
        /// The address of the service.
        endpoint: String,
        /// The length of the pause in minutes, rounded up.
        minutes: u64,
    },
    /// The service refused the query.
    #[error("{endpoint} refuses the query (status {status}): {says}")]
    Refused {
        /// The address of the service.
        endpoint: String,
        /// The HTTP status.
        status: u16,
        /// The beginning of its message.
        says: String,
    },
    /// The reply isn't the answer of a query.
    #[error("{endpoint} gave what is no answer of a query: {says}")]
    NotAnAnswer {
        /// The address of the service.
        endpoint: String,
        /// The beginning of the reply.
        says: String,
    },
    /// The service runs out of time even for the smallest part.
    #[error("{endpoint} breaks off its answer even about the smallest part")]
    TooMuch {
        /// The address of the service.
        endpoint: String,
    },
    /// An answer can't be stored.
    #[error("cannot keep an answer: {0}")]
    Keeping(io::Error),
    /// A stored answer can't be read.
    #[error("an answer that was kept is damaged: {0}")]
    Damaged(formats::Error),
    /// The service has no statements for the countries.
    #[error("{endpoint} knows no twinned place of {countries}")]
    Nothing {
        /// The address of the service.
        endpoint: String,
        /// The countries.
        countries: String,
    },
}

impl FetchError {
    /// Whether the same run may succeed later, using the answers that have arrived.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::NoAnswer { .. } | Self::Later { .. } | Self::TooMuch { .. })
    }
}
