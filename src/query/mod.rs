//! Layer 5: questions and their answers as rows. Each question is a function from a graph to rows of one flat,
//! serializable type; other modules render the rows.

mod against_random;
mod agreement;
mod common;
mod community;
mod component;
mod contact_item;
mod contact_month;
mod contact_region;
mod contact_tally;
mod country_scorecard;
mod curator;
mod diff;
mod distribution;
mod event;
mod event_pair;
mod fact;
mod fragile;
mod history;
mod lacking;
mod large_towns;
mod ledger_column;
mod ledger_scope;
mod made_with;
mod matrix;
mod missing;
mod pair;
mod partner;
mod path;
mod place;
mod rank;
mod region;
mod region_ledger;
mod report;
mod sampled_rank;
mod scorecard;
mod scorecard_ledger;
mod side;
mod stats;
mod suggest;
mod tally;
mod tie;
mod tie_tally;
mod tie_terms;
mod unconnected;
mod untied_towns;
mod wording;

pub use against_random::{RandomComparisonRow, against_random};
pub use agreement::{
    AgreementQuestion, AgreementRow, AgreementSumRow, AgreementTotals, AgreementsBy, Expiry, Lacking, agreement_sums,
    agreement_totals, agreements,
};
pub use common::{Common, CommonRow, common};
pub use community::{CommunityMemberRow, CommunityRow, PartitionRow, PlaceCommunities, communities};
pub use component::{ComponentRow, MemberRow, component_members, components};
pub use contact_item::{ContactItemRow, contact_rows};
pub use contact_month::{ContactMonthRow, contact_months};
pub use contact_region::{ContactRegionRow, ContactRegions, contact_regions};
pub use contact_tally::{ContactTallies, ContactsBy, contact_tallies};
pub use country_scorecard::{CountryScorecard, PartnerCountryRow, ScorecardRegionRow, country_scope};
pub use curator::{
    CuratorRow, OfficialRow, ReportedCurators, countries_with_curators, curators, officials, reported_curators,
};
pub use diff::{Diff, DiffRow, RegionDiffRow, diff};
pub use distribution::{
    DistributionRow, SampledDistanceRow, component_rows, degree_rows, distance_rows, sampled_distance_rows, tie_km_rows,
};
pub use event::{EventError, EventRow, event, event_totals, events, find_event};
pub use event_pair::{Attendance, AttendantRow, EventPairRow, Pairs, attendance};
pub use fragile::{FragileRow, LossRow, Part, fragile, without};
pub use history::{History, HistoryRow, history};
pub use lacking::{LackingRow, Lacks, lacking};
pub use large_towns::{LargeTowns, large_towns};
pub use ledger_column::{LedgerColumn, UnknownLedgerColumn, WithLedger, with_ledger};
pub use made_with::MadeWith;
pub use matrix::{Matrix, MatrixRow, country_matrix, region_matrix};
pub use missing::MissingRow;
pub use pair::{AreaPairs, PairRow, pairs};
pub use partner::{PartnerRow, Partners, partners};
pub use path::{PathRow, path};
pub use place::{PlaceRow, all_places, search_places};
pub use rank::{Metric, RankRow, Value, figures, quotient_rank, rank, rank_first};
pub use region::{RegionRow, regions};
pub use region_ledger::{RegionLedger, RegionLedgers, is_in_office};
pub use report::{
    Connectivity, CountryTies, DataSet, Partnerships, Places, RegionTies, Report, Ties, Unconnected, report,
};
pub use sampled_rank::{SampledRankRow, sampled_rank};
pub use scorecard::{Scorecard, ScorecardCurator, ScorecardTowns, Scorecards, scorecard, scorecard_scope};
pub use scorecard_ledger::{ContactYear, ScorecardAgreement, ScorecardContact, ScorecardIndicator};
pub use side::{Side, located_sides, sides};
pub use stats::{AllDistances, Stats, quotient_stats, stats};
pub use suggest::{SuggestRow, Suggestions, suggest};
pub use tally::TallyRow;
pub use tie::{TieRow, ties};
pub use unconnected::{Reason, UnconnectedRow, unconnected};
pub use untied_towns::{TownReason, TownTies, UntiedTownRow, UntiedTowns, untied_towns};

use crate::{
    graph::{AreaSet, Network, PlaceId, Subject, TieGraph},
    model::Area,
};

/// The places of a subject, by id: a city alone, or all places of a region or country, including itself.
pub fn places_of(network: &Network, subject: Subject) -> Vec<PlaceId> {
    let area = match subject {
        Subject::City(_) => return network.place_of(subject).into_iter().collect(),
        Subject::Region(id) => Area::Region(network.register().region(id).code.to_string()),
        Subject::Country(code) => Area::Country(code),
    };
    let area = AreaSet::new(network, &[area]);
    network.places().filter(|&place| area.contains(place)).map(|place| place.number()).collect()
}

/// A share in per cent, to a tenth; `None` if the whole is 0.
pub fn share_percent(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| (part as f64 / whole as f64 * 1000.0).round() / 10.0)
}

/// Texts in order, each once, separated by blanks.
fn joined<T: ToString + Ord>(mut items: Vec<T>) -> String {
    if let [item] = &items[..] {
        return item.to_string();
    }
    items.sort();
    items.dedup();
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The kilometres between two places, to a tenth; `None` if a position is missing.
fn km_between(graph: &TieGraph<'_>, a: PlaceId, b: PlaceId) -> Option<f64> {
    let (a, b) = (graph.place(a).position()?, graph.place(b).position()?);
    Some((crate::geodesy::distance_km(a, b) * 10.0).round() / 10.0)
}
