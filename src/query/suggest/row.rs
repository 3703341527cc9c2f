use serde::Serialize;

use crate::{said, words::Words};

/// From this ratio on, two populations are called similar.
const SIMILAR: f64 = 0.5;
/// The number of common partners that are named.
const NAMED: usize = 3;

/// An untied pair of places, with the evidence for a tie.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SuggestRow {
    /// The id of the place suggested.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The code of its region.
    pub region: Option<String>,
    /// The code of its country.
    pub country: Option<String>,
    /// The sum of all evidence; see [`suggest`](super::suggest()).
    pub score: f64,
    /// The place asked about, or the place of the region asked about; `None` if the region has no place.
    pub from: Option<String>,
    /// Its name.
    pub from_name: Option<String>,
    /// The number of partners of both.
    pub common_partners: usize,
    /// The sum of 1 / ln(degree) of the common partners.
    pub adamic_adar: f64,
    /// Ties between the regions of the two.
    pub region_ties: usize,
    /// The number of ties between the suggested place and the first place's country.
    pub country_ties: usize,
    /// The smaller population divided by the larger.
    pub size_ratio: Option<f64>,
    /// Kilometres between the two.
    pub distance_km: Option<f64>,
    /// The evidence in words.
    pub reasons: String,
}

impl SuggestRow {
    /// The evidence of the row in words; `common` has the names of the common partners.
    pub(super) fn in_words(&self, common: &[&str], words: Words) -> String {
        let mut reasons = Vec::new();
        if let Some((first, others)) = common.split_first() {
            let named: Vec<&str> = std::iter::once(first).chain(others).take(NAMED).copied().collect();
            let more = if common.len() > NAMED { ", ..." } else { "" };
            let names = named.join(", ") + more;
            reasons.push(said!(words, CommonPartners, partners = common.len(), names));
        }
        if self.region_ties > 0 {
            reasons.push(said!(words, TiesOfRegions, ties = self.region_ties));
        }
        if self.country_ties > 0 {
            reasons.push(said!(words, TiesWithCountry, ties = self.country_ties));
        }
        if self.size_ratio.is_some_and(|ratio| ratio >= SIMILAR) {
            reasons.push(said!(words, SimilarSize));
        }
        if let Some(km) = self.distance_km {
            reasons.push(said!(words, KmAway, km = words.decimal(&format!("{km:.0}"))));
        }
        reasons.join("; ")
    }
}

/// Rounds a score to three decimals, as it is shown.
pub(super) fn to_thousandth(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
