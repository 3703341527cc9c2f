use std::sync::OnceLock;

use super::{
    cities::Cities,
    country_text::CountryWords,
    ends::Partnerships,
    finding::{Finding, FindingKind, Severity},
    id::PlaceId,
    ledger_entries::Entries,
    located::locate_regions,
    merge::rewritten,
    network::Network,
    numbering::{Numbering, by_id},
    region_text::resolve_region_words,
    united::{United, united},
};
use crate::{
    model::{Dataset, RegionRow},
    register::{Outlines, Register},
    words::Words,
};

/// A network, and everything that was found while it was built. Findings have no suggestions for unknown names yet: see
/// [`Network::suggest_names`].
pub struct Built {
    /// The network of all rows without an error.
    pub network: Network,
    /// What was found: first about regions, then places, partnerships and the ledger, each by line.
    pub findings: Vec<Finding>,
    /// The number of places that were merged into others with the same name, because their country is written in
    /// different ways.
    pub united: usize,
}

/// Users look at about this many findings before they mend the data, so later ones need no suggestions.
const SHOWN: usize = 20;

impl Built {
    /// The network with its warnings.
    ///
    /// # Errors
    /// Returns all findings if one of them is an error. The first twenty errors have suggestions, if they are about
    /// unknown names.
    pub fn sound(mut self) -> Result<(Network, Vec<Finding>), Vec<Finding>> {
        let is_error = |finding: &&mut Finding| finding.kind.severity() == Severity::Error;
        let first: Vec<&mut Finding> = self.findings.iter_mut().filter(is_error).take(SHOWN).collect();
        if !first.is_empty() {
            first.into_iter().for_each(|finding| self.network.suggest_names(std::slice::from_mut(finding)));
            Err(self.findings)
        } else {
            Ok((self.network, self.findings))
        }
    }
}

impl Network {
    /// Resolves a data set against a register: which place every row and every end means.
    ///
    /// Rows may come in any order; the network is the same. Takes time linear in the rows, apart from sorting. Names
    /// are indexed only if an end is neither an id nor a code.
    pub fn build(dataset: Dataset, register: Register) -> Built {
        Self::resolved(dataset, register, None)
    }

    /// The same, but a place without a region gets the region in which its position lies, or which is near it: within
    /// [`OUTLINE_TOLERANCE_KM`](super::OUTLINE_TOLERANCE_KM), and in the place's own country.
    pub fn build_located(dataset: Dataset, register: Register, outlines: &Outlines) -> Built {
        Self::resolved(dataset, register, Some(outlines))
    }

    fn resolved(mut dataset: Dataset, register: Register, outlines: Option<&Outlines>) -> Built {
        let mut findings = Vec::new();
        let register = join_regions(&dataset, register, &mut findings);
        // Sorting cities by their ids takes long, and doesn't depend on what the cities mean. So a second thread sorts
        // them, while the first resolves the words for countries, or the cities if there are no such words.
        let (words, in_order) = rayon::join(
            || CountryWords::resolve(&dataset, &register),
            || dataset.has_countries_in_words().then(|| by_id(&dataset)),
        );
        let united = if dataset.unites_countries() { united(&dataset, &words, &register) } else { United::new() };
        let (words, in_order) = if united.is_empty() {
            (words, in_order)
        } else {
            dataset = rewritten(&dataset, &united);
            (CountryWords::resolve(&dataset, &register), None)
        };
        findings.extend(words.take(&mut dataset, &register));
        resolve_region_words(&mut dataset, &register);
        if let Some(outlines) = outlines {
            locate_regions(&mut dataset, &register, outlines);
        }
        let ((cities, ends), in_order) = rayon::join(
            || {
                let cities = Cities::resolve(&dataset, &register, &mut findings);
                let ends = cities.meaning_of_ends(&dataset, &register);
                (cities, ends)
            },
            || in_order.unwrap_or_else(|| by_id(&dataset)),
        );
        let by_id = cities.accepted_of(in_order);
        let numbering = Numbering::new(&by_id, &dataset, &register, &cities, &ends);
        let nodes = numbering.nodes(&register, &cities);
        let place_of_text = numbering.places_of_texts(&cities, &ends);
        let id = |place: PlaceId| numbering.id(place, &dataset, &register);
        let Partnerships { resolved, loops, findings: of_partnerships } =
            Partnerships::resolve(&dataset, &ends, &place_of_text, nodes.len(), id);
        findings.extend(of_partnerships);
        drop(place_of_text);
        let entries = Entries::resolve(&dataset, &register, &mut findings);

        let Numbering { place_of_row, place_of_region, place_of_country, .. } = numbering;
        let network = Network {
            nodes,
            place_of_row,
            place_of_region,
            place_of_country,
            rows: resolved,
            by_ends: OnceLock::new(),
            loops,
            entries,
            dataset,
            register,
            words: Words::default(),
            gazetteer: None,
        };
        Built { network, findings, united: united.len() }
    }
}

/// The register with the data set's own regions. Rows that can't be added become findings.
fn join_regions(dataset: &Dataset, register: Register, findings: &mut Vec<Finding>) -> Register {
    let (register, errors) = register.with_regions(dataset.regions());
    for (row, error) in errors {
        let (file, line) = dataset.locate_region(RegionRow(u32::try_from(row).unwrap_or(u32::MAX)));
        let kind = FindingKind::from(error);
        findings.push(Finding { file: file.to_owned(), line, column: kind.column(), kind });
    }
    register
}
