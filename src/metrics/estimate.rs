/// A sampled figure, and an interval that contains the true one with the confidence asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The mean of the sample.
    pub value: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Estimate {
    /// An estimate of a figure that is known exactly.
    pub fn exact(value: f64) -> Self {
        Self { value, low: value, high: value }
    }

    /// The value plus or minus `error`, limited to `least` and `most`.
    pub(super) fn within(value: f64, error: f64, least: f64, most: f64) -> Self {
        Self { value, low: (value - error).max(least), high: (value + error).min(most) }
    }

    /// Half the length of the interval.
    pub fn error(self) -> f64 {
        (self.high - self.low) / 2.0
    }
}

/// How to sample figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleOptions {
    /// The error at which sampling ends. What it is relative to is documented where it is used.
    pub error: f64,
    /// The least probability, from 0 to 1, that an interval contains the truth.
    pub confidence: f64,
    /// The same seed draws the same sample, however many threads there are.
    pub seed: u64,
}

impl Default for SampleOptions {
    fn default() -> Self {
        Self { error: 0.01, confidence: 0.95, seed: 1 }
    }
}

/// A bound for the error of the mean of independent values, which holds except with probability `risk`. The values lie
/// in an interval of length `range`, and `sum` and `squares` are their sum and the sum of their squares.
///
/// This is the empirical Bernstein bound of A. Maurer and M. Pontil, "Empirical Bernstein bounds and sample variance
/// penalization", COLT 2009, theorem 4, for both sides: sqrt(2 V ln(4 / risk) / n) + 7 range ln(4 / risk) / (3 (n -
/// 1)).
pub(super) fn bernstein(count: usize, sum: f64, squares: f64, range: f64, risk: f64) -> f64 {
    let n = count as f64;
    if count < 2 {
        return range;
    }
    let variance = ((squares - sum * sum / n) / (n - 1.0)).max(0.0);
    let log = (4.0 / risk).ln();
    (2.0 * variance * log / n).sqrt() + 7.0 * range * log / (3.0 * (n - 1.0))
}

/// The risk that the `check`-th look at a sample may take, counted from 1. All looks together take no more than `risk`,
/// so that sampling may stop at any of them.
pub(super) fn risk_of_check(risk: f64, check: usize) -> f64 {
    risk / (check * (check + 1)) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_their_formula() {
        // Ten values are 0 and ten are 1, so the variance is 5 / 19.
        let bound = bernstein(20, 10.0, 10.0, 1.0, 0.04);
        let log = 100_f64.ln();
        assert!((bound - ((2.0 * 5.0 / 19.0 * log / 20.0).sqrt() + 7.0 * log / 57.0)).abs() < 1e-12);
        assert_eq!(bernstein(1, 3.0, 9.0, 2.0, 0.1), 2.0);
        assert!((1..100_000).map(|check| risk_of_check(0.05, check)).sum::<f64>() < 0.05);
    }
}
