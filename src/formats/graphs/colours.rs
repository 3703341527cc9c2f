//! The colours of kinds of partnership in files for other programs.

use crate::model::PartnershipKind;

/// The colours in the order of the vocabulary (Okabe and Ito, "Color Universal Design", 2008).
pub(crate) const OF_KINDS: [&str; PartnershipKind::ALL.len()] =
    ["#0072b2", "#009e73", "#d55e00", "#cc79a7", "#e69f00", "#7f7f7f"];

pub(crate) fn of_kind(kind: PartnershipKind) -> &'static str {
    OF_KINDS[kind as usize]
}

/// The kind that a colour stands for.
pub(super) fn kind_of(colour: &str) -> Option<PartnershipKind> {
    PartnershipKind::ALL.iter().zip(OF_KINDS).find(|(_, other)| *other == colour).map(|(kind, _)| *kind)
}
