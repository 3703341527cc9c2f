//! The options for sampled figures.

use clap::Args;
use sistergraph::{metrics::SampleOptions, said, words::Words};

#[derive(Args)]
pub struct Sampling {
    /// Estimate from a sample what takes too long to compute exactly; the answer has 95 % confidence intervals, and
    /// ERROR is the most that they may extend to either side
    #[arg(long, value_name = "ERROR", num_args = 0..=1, value_parser = error_share)]
    pub approx: Option<Option<f64>>,
    /// The seed of the sample; the same seed always draws the same sample
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
}

impl Sampling {
    /// The options for sampling, if it was asked for; `usual` is the default error.
    pub fn options(&self, usual: f64) -> Option<SampleOptions> {
        let error = self.approx?.unwrap_or(usual);
        Some(SampleOptions { error, seed: self.seed, ..SampleOptions::default() })
    }
}

/// `; approximate (...)`, for a headline.
pub fn approximate(words: Words, options: &SampleOptions, samples: usize) -> String {
    let confidence = words.decimal(&format!("{}", options.confidence * 100.0));
    format!(
        "; {}",
        said!(words, Approximate, samples = words.number(samples as u64), confidence, seed = options.seed.to_string())
    )
}

/// Parses an error as a share.
fn error_share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share: &f64| (0.0001..=0.5).contains(share));
    share.ok_or_else(|| "expected an error from 0.0001 to 0.5, such as 0.01".to_owned())
}
