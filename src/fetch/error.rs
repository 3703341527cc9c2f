//! Why nothing could be fetched.

use std::io;

use crate::formats;

/// Why nothing could be fetched. What has come by then is kept.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The service gave no whole reply, however often it was asked.
    #[error("{endpoint} gives no answer: {reason}")]
    NoAnswer {
        /// Who was asked.
        endpoint: String,
        /// What happened at last.
        reason: String,
    },
    /// The service asks to be left alone for longer than is waited.
    #[error("{endpoint} asks to be left alone for {minutes} minutes")]
    Later {
        /// Who was asked.
        endpoint: String,
        /// How long, rounded up.
        minutes: u64,
    },
    /// The service refuses.
    #[error("{endpoint} refuses the query (status {status}): {says}")]
    Refused {
        /// Who was asked.
        endpoint: String,
        /// The status of HTTP.
        status: u16,
        /// The beginning of what it says.
        says: String,
    },
    /// What came is no answer of a query.
    #[error("{endpoint} gave what is no answer of a query: {says}")]
    NotAnAnswer {
        /// Who was asked.
        endpoint: String,
        /// How it begins.
        says: String,
    },
    /// The service can't answer in its time even the smallest part.
    #[error("{endpoint} breaks off its answer even about the smallest part")]
    TooMuch {
        /// Who was asked.
        endpoint: String,
    },
    /// An answer can't be kept.
    #[error("cannot keep an answer: {0}")]
    Keeping(io::Error),
    /// An answer that was kept can't be read.
    #[error("an answer that was kept is damaged: {0}")]
    Damaged(formats::Error),
    /// The service knows no statement of the countries.
    #[error("{endpoint} knows no twinned place of {countries}")]
    Nothing {
        /// Who was asked.
        endpoint: String,
        /// The countries.
        countries: String,
    },
}

impl FetchError {
    /// Whether the same run may succeed later, and what has come is of use then.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::NoAnswer { .. } | Self::Later { .. } | Self::TooMuch { .. })
    }
}
