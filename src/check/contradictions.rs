//! Rows of a table that contradict each other about a place.

use super::{Code, ProblemRow};
use crate::{
    formats::{Contradiction, Disagreement},
    graph::Network,
};

/// The contradictions, in the order given, except those between two spellings of one country. O(contradictions).
pub fn contradictions(network: &Network, mut found: Vec<Contradiction>) -> Vec<Contradiction> {
    let texts = |contradiction: &Contradiction| match &contradiction.said {
        Disagreement::Countries([before, here]) => Some([before.clone(), here.clone()]),
        Disagreement::Apart(_) | Disagreement::Populations(_) => None,
    };
    let pairs: Vec<[String; 2]> = found.iter().filter_map(texts).collect();
    if pairs.is_empty() {
        return found;
    }
    let meant = network.countries_in_words(&pairs.iter().flatten().map(String::as_str).collect::<Vec<_>>());
    let mut meant = meant.chunks(2);
    found.retain(|contradiction| match contradiction.said {
        Disagreement::Countries(_) => !matches!(meant.next(), Some([Some(before), Some(here)]) if before == here),
        Disagreement::Apart(_) | Disagreement::Populations(_) => true,
    });
    found
}

pub(super) fn check(network: &Network, found: Vec<Contradiction>, problems: &mut Vec<ProblemRow>) {
    for contradiction in contradictions(network, found) {
        let column = match contradiction.said {
            Disagreement::Countries(_) => "country",
            Disagreement::Apart(_) => "lat",
            Disagreement::Populations(_) => "population",
        };
        let at = (contradiction.file.as_str(), contradiction.line);
        let hint = "mend the row that is wrong; if they are two places, give each an id of its own";
        let message = contradiction.to_string();
        problems.push(ProblemRow::new(Code::ContradictoryRows, at, Some(column), message, hint));
    }
}
