//! Rows of a table that contradict one another about a place.

use super::{Code, ProblemRow};
use crate::{
    formats::{Contradiction, Said},
    graph::Network,
};

/// The contradictions but those of two spellings of one country.
pub fn contradictions(network: &Network, mut found: Vec<Contradiction>) -> Vec<Contradiction> {
    let texts = |contradiction: &Contradiction| match &contradiction.said {
        Said::Countries([before, here]) => Some([before.clone(), here.clone()]),
        Said::Apart(_) | Said::Populations(_) => None,
    };
    let pairs: Vec<[String; 2]> = found.iter().filter_map(texts).collect();
    let meant = network.countries_in_words(&pairs.iter().flatten().map(String::as_str).collect::<Vec<_>>());
    let mut meant = meant.chunks(2);
    found.retain(|contradiction| match contradiction.said {
        Said::Countries(_) => !matches!(meant.next(), Some([Some(before), Some(here)]) if before == here),
        Said::Apart(_) | Said::Populations(_) => true,
    });
    found
}

pub(super) fn check(network: &Network, found: Vec<Contradiction>, problems: &mut Vec<ProblemRow>) {
    for contradiction in contradictions(network, found) {
        let column = match contradiction.said {
            Said::Countries(_) => "country",
            Said::Apart(_) => "lat",
            Said::Populations(_) => "population",
        };
        let at = (contradiction.file.as_str(), contradiction.line);
        let hint = "mend the row that is wrong; if they are two places, give each an id of its own";
        let message = contradiction.to_string();
        problems.push(ProblemRow::new(Code::ContradictoryRows, at, Some(column), message, hint));
    }
}
