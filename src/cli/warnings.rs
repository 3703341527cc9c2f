//! Warnings about the data, which are printed beside an answer.

use sistergraph::{
    check,
    formats::Contradiction,
    graph::{Finding, FindingKind},
    model::at_row,
    scene::Scene,
};

use super::{
    again,
    error::count,
    sentences::{doubtful_countries, doubtful_regions},
    session::Session,
};

/// The most warnings that are shown singly.
pub(super) const SHOWN: usize = 5;

impl Session {
    /// Notes which letters of a picture the embedded font lacks: the names that were romanised (`before` of them while
    /// the picture was drawn), and the fonts of this machine that are used for the others.
    pub fn on_letters(&self, scene: &Scene, before: usize) {
        let written = scene.written();
        if !written.families.is_empty() && scene.fonts.are_of_the_system() {
            self.note(&format!(
                "the embedded font lacks letters, which are written with {} of this machine; --font FILE gives the same \
                 picture everywhere",
                written.families.join(", ")
            ));
        }
        let romanised = before + written.romanised;
        if romanised > 0 {
            let are = if romanised == 1 { "is" } else { "are" };
            let han =
                if scene.fonts.have_read_han() { "; Han letters are read as Chinese, Japanese names too" } else { "" };
            self.warning(&format!(
                "{} {are} shown in Latin letters: no font at hand has their own{han}; --font FILE adds one",
                count(romanised, "name")
            ));
        }
    }

    /// Lists the places that were merged into others.
    pub(super) fn list_merged(&self) {
        let shown = self.merged.iter().take(SHOWN).map(|merged| format!("`{}` into `{}`", merged.id, merged.into));
        let mut shown: Vec<String> = shown.collect();
        let more = self.merged.len() - shown.len();
        if more > 0 {
            shown.push(format!("{more} more (`import` lists them)"));
        }
        if !shown.is_empty() {
            self.note(&format!("{} merged: {}", count(self.merged.len(), "spelling"), shown.join(", ")));
        }
    }

    /// Warns of rows that contradict each other about places.
    pub(super) fn warn_of_contradictions(&self, found: Vec<Contradiction>) {
        let found = check::contradictions(&self.network, found);
        let Some(first) = found.first() else { return };
        let more = match found.len() - 1 {
            0 => String::new(),
            more => format!(", and {more} more rows contradict others"),
        };
        self.warning(&format!(
            "{}: {first}{more}; the first row counts, or of positions what most rows say, of inhabitants the most",
            at_row(&first.file, first.line)
        ));
    }

    /// Prints the warnings. All self loops share one, and so do all unknown words for countries, and all unknown
    /// regions.
    pub(super) fn warn(&self, findings: &[Finding]) {
        let (countries, others): (Vec<&Finding>, Vec<&Finding>) =
            findings.iter().partition(|finding| is_country(finding));
        let is_region = |finding: &&Finding| matches!(finding.kind, FindingKind::UnknownRegion { .. });
        let (regions, others): (Vec<&Finding>, Vec<&Finding>) = others.into_iter().partition(is_region);
        let is_loop = |finding: &&&Finding| matches!(finding.kind, FindingKind::SelfLoop(_));
        let loops: Vec<&Finding> = others.iter().copied().filter(|finding| is_loop(&finding)).collect();
        match loops[..] {
            [] => {}
            [finding] => self.warning(&finding.to_string()),
            [Finding { file, line, .. }, ..] => self.warning(&format!(
                "{} of a place with itself are dropped (the first in {}); `{}` lists them",
                count(loops.len(), "partnership"),
                at_row(file, *line),
                again::about_same_data("check")
            )),
        }
        let others: Vec<&Finding> = others.into_iter().filter(|finding| !is_loop(&finding)).collect();
        for finding in others.iter().take(SHOWN) {
            self.warning(&finding.to_string());
        }
        if others.len() > SHOWN {
            self.warning(&format!(
                "... and {} more; `{}` lists them",
                others.len() - SHOWN,
                again::about_same_data("check")
            ));
        }
        if !countries.is_empty() {
            self.warning(&doubtful_countries(&countries));
        }
        if !regions.is_empty() {
            self.warning(&doubtful_regions(&regions));
        }
    }
}

/// Whether a finding is about an unknown word for a country.
pub(super) fn is_country(finding: &Finding) -> bool {
    matches!(finding.kind, FindingKind::UnknownCountryText { .. })
}
