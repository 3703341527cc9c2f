use std::borrow::Cow;

use super::{
    Adjacency, PlaceId, Scope,
    admitted::{Admitted, Unsure},
    by_ends::ByEnds,
    id::{Resolved, TieId},
    network::{Network, Place},
    resolved_rows::ties,
    scope::PlaceFilters,
    tie::{KindsAndStatuses, Tie, WithinPeriod},
    visits::{Numbers, Visits},
};
use crate::model::{Date, PartnershipKind, PartnershipRecord, PartnershipRow, Standing, Status};

/// The ties of a [`Network`] within a [`Scope`]: a simple undirected graph, which never changes.
///
/// Without filters it has every place; with filters, it has only the ends of the remaining ties.
///
/// # petgraph
/// `&TieGraph` implements petgraph's traits of [`visit`](petgraph::visit), so that petgraph's algorithms run on it as
/// it stands. Nodes are places ([`PlaceId`]), and their weight is the [`Place`]. Edges are ties ([`TieId`]), and their
/// weight is their length in kilometres, or `f64::INFINITY` if a position isn't known.
/// [`to_petgraph`](Self::to_petgraph) makes an `UnGraph`, which can be changed.
///
/// ```
/// use petgraph::{algo, data::Element, visit::EdgeRef};
/// # use sistergraph::{formats, graph::{Network, Scope}, register::Register};
/// # let (dataset, _) = formats::built_in("belarus")?.sound()?;
/// # let (network, _) = Network::build(dataset, Register::built_in()).sound().expect("built-in data is sound");
///
/// let graph = &network.graph(&Scope::default());
/// let place = |id: &str| network.find_id(id).expect("the place is there");
/// let (mogilev, vladivostok) = (place("mogilev-by"), place("vladivostok-ru"));
///
/// assert_eq!(algo::connected_components(graph), 40);
///
/// // The least kilometres along ties, and the fewest ties.
/// let km = algo::dijkstra(graph, mogilev, None, |tie| *tie.weight());
/// let steps = algo::dijkstra(graph, mogilev, None, |_| 1);
/// assert_eq!((km[&vladivostok].round(), steps[&vladivostok]), (6_916.0, 1));
///
/// // The shortest ties that still hold each component together.
/// let forest = algo::min_spanning_tree(graph).filter(|element| matches!(element, Element::Edge { .. }));
/// assert_eq!(forest.count(), graph.place_count() - 40);
///
/// // How many ties the three shortest chains have; a chain may pass a place twice.
/// let chains = [1, 2, 3].map(|k| algo::k_shortest_path(graph, mogilev, Some(vladivostok), k, |_| 1)[&vladivostok]);
/// assert_eq!(chains, [1, 3, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct TieGraph<'n> {
    network: &'n Network,
    scope: Scope,
    /// Whether each place of the network is in the graph.
    included: Vec<bool>,
    place_count: usize,
    pub(super) admitted: Admitted<'n>,
    /// The partners of every place of the network, also of those outside the graph.
    pub(super) partners: Adjacency,
    unsure: Unsure,
    pub(super) visits: Visits,
}

impl Network {
    /// The ties within `scope`. O(places + partnerships).
    pub fn graph(&self, scope: &Scope) -> TieGraph<'_> {
        TieGraph::new(self, scope)
    }
}

impl<'n> TieGraph<'n> {
    /// Time and space are linear in places and partnerships.
    fn new(network: &'n Network, scope: &Scope) -> Self {
        let (admitted, unsure) = Admitted::new(network, scope);
        Self::of(network, scope, admitted, unsure)
    }

    fn of(network: &'n Network, scope: &Scope, admitted: Admitted<'n>, unsure: Unsure) -> Self {
        let partners = Adjacency::from_forward_star(&ties(admitted.parts()));
        let is_restricted = scope.is_restricted();
        let included: Vec<bool> = partners.nodes().map(|place| !is_restricted || partners.degree(place) > 0).collect();
        let place_count = included.iter().filter(|&&included| included).count();
        let scope = scope.clone();
        Self { network, scope, included, place_count, admitted, partners, unsure, visits: Visits::default() }
    }

    /// The subgraph of ties that have an end among some places and that a further filter admits, within `scope`. This
    /// is what [`Network::graph`] would give, but made from this graph's ties. Takes O(places of the network) time with
    /// a small constant, and O(n log n) for the n ties taken. The partnerships must have been sorted
    /// ([`sort_partnerships`](Self::sort_partnerships)).
    pub fn part(&self, scope: &Scope, ties: impl Iterator<Item = (PlaceId, PlaceId)>) -> Self {
        let rows = ties.filter_map(|(a, b)| self.tie_between(a, b)).flat_map(|tie| {
            let rows = self.tie(tie).admitted;
            rows.map(|at| {
                let Resolved { low, high, row } = self.resolved(at);
                [low.0, high.0, row.0]
            })
        });
        let rows: Vec<[u32; 3]> = rows.collect();
        Self::of(self.network, scope, Admitted::of_rows(self.network, rows.into_iter()), Unsure::default())
    }

    /// The network that the graph is made of.
    pub fn network(&self) -> &'n Network {
        self.network
    }

    /// The filters in force.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The places of the graph, by id.
    pub fn places(&self) -> impl Iterator<Item = Place<'n>> {
        self.network.places().filter(|place| self.includes(place.number()))
    }

    /// The number of places in the graph.
    pub fn place_count(&self) -> usize {
        self.place_count
    }

    /// The place of each partnership of a place with itself that passes the filters. None of these is a tie. O(places +
    /// such partnerships).
    pub fn loops(&self) -> impl Iterator<Item = PlaceId> {
        let (network, scope) = (self.network, &self.scope);
        let filters = if network.loops.is_empty() { None } else { PlaceFilters::of(network, scope) };
        network.loops.iter().filter_map(move |&(place, row)| {
            let (kind, standing) = network.dataset.kind_and_standing(row);
            let passes = filters.as_ref().is_none_or(|filters| filters.admit(place.0, place.0));
            (passes && scope.verdict(kind, standing).counts).then_some(place)
        })
    }

    /// Whether a place of the network is in the graph.
    pub fn includes(&self, place: PlaceId) -> bool {
        self.included[place.index()]
    }

    /// A place by its number.
    pub fn place(&self, id: PlaceId) -> Place<'n> {
        self.network.place(id)
    }

    /// The ties, in the order of their two places. The first call sorts the partnerships, in O(places + partnerships);
    /// [`tie_ends`](Self::tie_ends) needs no sorting.
    pub fn ties(&self) -> impl Iterator<Item = (TieId, Tie)> {
        let mut firsts = self.by_ends().firsts().peekable();
        (0..).map(TieId).map_while(move |id| {
            let start = firsts.next()?;
            Some((id, self.tie_from(start, firsts.peek().copied())))
        })
    }

    /// The two places of each tie, the smaller number first, in the order of [`ties`](Self::ties). O(ties).
    pub fn tie_ends(&self) -> impl Iterator<Item = (PlaceId, PlaceId)> {
        self.partners.edges().map(|(a, b)| (PlaceId(a), PlaceId(b)))
    }

    /// The rows of the partnerships that the ties merge, each with its places, the smaller number first; in no
    /// particular order. O(partnerships).
    pub fn partnership_ends(&self) -> impl Iterator<Item = (PartnershipRow, [PlaceId; 2])> {
        self.admitted.rows().map(|[low, high, row]| (PartnershipRow(row), [PlaceId(low), PlaceId(high)]))
    }

    /// The same for the partnerships of one kind. Takes O(partnerships) time, or O(1) if the data set has none of the
    /// kind.
    pub fn partnerships_of_kind(&self, kind: PartnershipKind) -> impl Iterator<Item = (PartnershipRow, [PlaceId; 2])> {
        let dataset = &self.network.dataset;
        let is_there = dataset.kinds_and_statuses().any(|(found, ..)| found == kind);
        let rows = is_there.then(|| self.partnership_ends()).into_iter().flatten();
        rows.filter(move |&(row, _)| dataset.kind(row) == kind)
    }

    /// What decides whether each partnership is in force, in no particular order. O(partnerships of the data set).
    pub(crate) fn standings(&self) -> impl Iterator<Item = Standing> {
        let dataset = &self.network.dataset;
        // If all rows are admitted, only few are refused.
        let is_all = matches!(self.admitted, Admitted::All(_)) && self.network.refused().next().is_none();
        let all = is_all.then(|| dataset.partnerships_in(0..number_of(dataset.partnerships().len())));
        let some = (!is_all).then(|| self.admitted.rows());
        let all = all.into_iter().flatten().map(|partnership| partnership.kind_and_standing().1);
        all.chain(some.into_iter().flatten().map(|[.., row]| dataset.standing(PartnershipRow(row))))
    }

    /// The ties that merge several partnerships, with the rows of these, in no particular order. Takes O(places +
    /// partnerships) time, and O(n log n) for the partnerships of places with such ties. The partnerships of the graph
    /// need not be sorted.
    pub fn merged(&self) -> Vec<([PlaceId; 2], Vec<PartnershipRow>)> {
        if self.partnership_count() == self.tie_count() {
            return Vec::new();
        }
        // For each place, the number of its partnerships with places of larger numbers beyond the number of such ties.
        let mut surplus = vec![0_u32; self.network.nodes.len()];
        self.admitted.rows().for_each(|[low, ..]| surplus[low as usize] += 1);
        self.partners.edges().for_each(|(low, _)| surplus[low as usize] -= 1);
        let mut rows: Vec<[u32; 3]> = self.admitted.rows().filter(|[low, ..]| surplus[*low as usize] > 0).collect();
        rows.sort_unstable();
        let same = rows.chunk_by(|x, y| x[..2] == y[..2]).filter(|same| same.len() > 1);
        let rows = |same: &[[u32; 3]]| same.iter().map(|&[.., row]| PartnershipRow(row)).collect();
        same.map(|same| ([PlaceId(same[0][0]), PlaceId(same[0][1])], rows(same))).collect()
    }

    /// Sorts the partnerships by their ends. [`ties`](Self::ties), [`tie`](Self::tie) and
    /// [`tie_between`](Self::tie_between) do so on their first call. Call it before asking for a few ties at a time.
    /// O(places + partnerships).
    pub fn sort_partnerships(&self) {
        self.by_ends();
    }

    fn by_ends(&self) -> &ByEnds {
        self.admitted.by_ends(self.network)
    }

    /// A function that puts the two ends of a tie in the direction that the scope asks for: from the end that lies in
    /// the first area of `between`, or for which `countries` and `regions` hold, to the end that lies in the second
    /// area, or in `to`. If neither or both ends can be the first, they stay as they are. Making it takes O(places)
    /// time.
    pub fn in_direction(&self) -> impl Fn([PlaceId; 2]) -> [PlaceId; 2] + use<'n> {
        let filters = PlaceFilters::of(self.network, &self.scope);
        move |ends| filters.as_ref().map_or(ends, |filters| filters.in_direction(ends))
    }

    /// The number of ties in the graph.
    pub fn tie_count(&self) -> usize {
        self.partners.edge_count()
    }

    /// The tie with a number. O(log ties).
    pub fn tie(&self, id: TieId) -> Tie {
        let by_ends = self.by_ends();
        let next = (id.index() + 1 < self.tie_count()).then(|| by_ends.first_of(id.0 + 1));
        self.tie_from(by_ends.first_of(id.0), next)
    }

    /// The tie whose partnerships begin at `start`; those of the next tie begin at `next`.
    fn tie_from(&self, start: u32, next: Option<u32>) -> Tie {
        let end = next.unwrap_or_else(|| number_of(self.partnership_count()));
        let Resolved { low, high, .. } = self.resolved(start);
        Tie { a: low, b: high, admitted: start..end }
    }

    /// The number of partnerships that the ties merge.
    pub fn partnership_count(&self) -> usize {
        self.admitted.count()
    }

    /// The partnerships of a tie with their status, in a fixed order.
    pub fn partnerships(
        &self,
        tie: &Tie,
    ) -> impl ExactSizeIterator<Item = (PartnershipRecord<'n>, Status)> + use<'_, 'n> {
        let range = tie.admitted.start as usize..tie.admitted.end as usize;
        range.map(|at| self.with_status(self.resolved(number_of(at)).row))
    }

    /// A partnership with its status, without its ends: looking these up would mean cache misses.
    pub(super) fn said_of(&self, row: PartnershipRow) -> (PartnershipRecord<'n>, Status) {
        let partnership = self.network.dataset.partnership_at(row);
        let status = self.scope.status(partnership.kind_and_standing().1).0.unwrap_or(Status::Unknown);
        (partnership.record_without_ends(), status)
    }

    fn with_status(&self, row: PartnershipRow) -> (PartnershipRecord<'n>, Status) {
        // Only partnerships that have begun are admitted.
        let status = self.scope.status(self.network.dataset.standing(row)).0.unwrap_or(Status::Unknown);
        (self.network.dataset.partnership(row), status)
    }

    /// The rows of a tie's [`partnerships`](Self::partnerships), in the same order.
    pub fn rows_of(&self, tie: &Tie) -> impl ExactSizeIterator<Item = PartnershipRow> {
        (tie.admitted.start as usize..tie.admitted.end as usize).map(|at| self.resolved(number_of(at)).row)
    }

    /// The kind and the status of each of a tie's [`partnerships`](Self::partnerships), without their records.
    pub fn kinds_and_statuses_of(&self, tie: &Tie) -> impl Iterator<Item = (PartnershipKind, Status)> {
        tie.admitted.clone().map(|at| {
            let (kind, standing) = self.network.dataset.kind_and_standing(self.resolved(at).row);
            (kind, self.scope.status(standing).0.unwrap_or(Status::Unknown))
        })
    }

    /// The firmest kind among a tie's partnerships, which is the first in the order of the vocabulary.
    pub fn leading_kind(&self, tie: &Tie) -> PartnershipKind {
        self.kinds_and_statuses_of(tie).map(|(kind, _)| kind).min().unwrap_or(PartnershipKind::Informal)
    }

    /// Whether any of a tie's partnerships is in force. If the scope asks for statuses, a tie may have none that is.
    pub fn in_force(&self, tie: &Tie) -> bool {
        self.kinds_and_statuses_of(tie).any(|(_, status)| status.in_force())
    }

    /// The number of partnerships of each kind and of each status that the ties merge. O(rows).
    pub fn kinds_and_statuses(&self) -> KindsAndStatuses {
        let (dataset, mut counts) = (&self.network.dataset, KindsAndStatuses::default());
        let is_all = matches!(self.admitted, Admitted::All(_));
        if is_all && self.scope.as_of.is_none() {
            dataset.kinds_and_statuses().for_each(|(kind, status, count)| counts.add(kind, status, count));
            for row in self.network.refused() {
                let (kind, standing) = dataset.kind_and_standing(row);
                counts.by_kind[kind as usize] -= 1;
                counts.by_status[standing.status() as usize] -= 1;
            }
            return counts;
        }
        let mut is_admitted = vec![is_all; dataset.partnerships().len()];
        if is_all {
            self.network.refused().for_each(|row| is_admitted[row.0 as usize] = false);
        } else {
            self.admitted.rows().for_each(|[.., row]| is_admitted[row as usize] = true);
        }
        // Rows are read fastest in their own order.
        let rows = dataset.partnerships_in(0..number_of(is_admitted.len()));
        for (partnership, _) in rows.zip(is_admitted).filter(|(_, is_admitted)| *is_admitted) {
            let (kind, standing) = partnership.kind_and_standing();
            counts.add(kind, self.scope.status(standing).0.unwrap_or(Status::Unknown), 1);
        }
        counts
    }

    pub(super) fn resolved(&self, at: u32) -> Resolved {
        self.by_ends().get(at as usize)
    }

    /// The distinct places that a place has a tie with, by id.
    pub fn partners(&self, place: PlaceId) -> impl ExactSizeIterator<Item = PlaceId> {
        self.partners_after(place, 0)
    }

    /// The [`partners`](Self::partners) of a place without the first `first` ones, which are skipped in constant time.
    pub(crate) fn partners_after(&self, place: PlaceId, first: usize) -> impl ExactSizeIterator<Item = PlaceId> {
        let partners = self.partners.neighbours(place.0).get(first..).unwrap_or_default();
        partners.iter().map(|&partner| PlaceId(partner))
    }

    /// Prefetches the partners of some places of this graph's network: see [`Adjacency::fetch`].
    pub(crate) fn fetch_partners(&self, places: &[PlaceId]) {
        self.partners.fetch(places.iter().map(|place| place.0));
    }

    /// The tie between two places, if they have one. O(log partnerships).
    pub fn tie_between(&self, a: PlaceId, b: PlaceId) -> Option<TieId> {
        self.by_ends().pair_between((a.min(b), a.max(b))).map(TieId)
    }

    /// Whether two places have a tie. O(log degree).
    pub fn is_tied(&self, a: PlaceId, b: PlaceId) -> bool {
        self.partners.neighbours(a.0).binary_search(&b.0).is_ok()
    }

    /// The degree of a place, which is the number of its distinct partners.
    pub fn degree(&self, place: PlaceId) -> usize {
        self.partners.degree(place.0)
    }

    /// The numbers of the places in this graph, if they differ from those of the network. The first call takes O(places
    /// of the network) time.
    pub(super) fn numbers(&self) -> Option<&Numbers> {
        let is_whole = self.place_count == self.network.place_count();
        (!is_whole).then(|| self.visits.numbers.get_or_init(|| Numbers::of(&self.included)))
    }

    /// The graph for metrics: node n is the n-th of [`places`](Self::places). Takes O(places + ties) time, or O(1) if
    /// the graph has all places of its network.
    pub fn adjacency(&self) -> Cow<'_, Adjacency> {
        let Some(numbers) = self.numbers() else { return Cow::Borrowed(&self.partners) };
        let node = |place: u32| numbers.of_place[place as usize];
        let ends = self.partners.edges().map(|(a, b)| (node(a), node(b)));
        Cow::Owned(Adjacency::from_sorted(self.place_count, ends))
    }

    /// The number of counted partnerships that have no date at all, although a date was asked about.
    pub fn undated(&self) -> usize {
        self.unsure.undated
    }

    /// The partnerships whose beginning, end or suspension is known only to the year or month that holds the day asked
    /// about, so that they may or may not be in force.
    pub fn within_period(&self) -> WithinPeriod {
        self.unsure.within_period
    }

    /// The date at which ties are judged.
    pub fn as_of(&self) -> Option<Date> {
        self.scope.as_of
    }

    /// Checks what must hold for every graph: ties are sorted, join two different places of the graph, and occur in the
    /// adjacency in both directions; the degrees add up to twice the number of ties.
    ///
    /// # Panics
    /// If something doesn't hold, which is a defect of this crate. For tests.
    pub fn verify(&self) {
        let ends = self.ties().map(|(_, tie)| (tie.a, tie.b));
        assert!(ends.is_sorted_by(|x, y| x < y), "ties are sorted and distinct");
        for (id, tie) in self.ties() {
            assert!(tie.a < tie.b && self.includes(tie.a) && self.includes(tie.b));
            assert!(self.partners(tie.a).any(|partner| partner == tie.b));
            assert!(self.partners(tie.b).any(|partner| partner == tie.a));
            assert!(self.tie_between(tie.b, tie.a) == Some(id) && tie.partnership_count() > 0);
        }
        let degrees: usize = self.network.places().map(|place| self.degree(place.number())).sum();
        assert_eq!(degrees, 2 * self.tie_count(), "degrees add up to twice the ties");
        let merged: usize = self.ties().map(|(_, tie)| tie.partnership_count()).sum();
        assert_eq!(merged, self.partnership_count());
    }
}

fn number_of(len: usize) -> u32 {
    u32::try_from(len).expect("a network has fewer than 2^32 partnerships")
}
