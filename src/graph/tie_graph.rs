use std::{borrow::Cow, ops::Range};

use super::{
    Adjacency, IncidentTies, Scope, Search,
    by_ends::ByEnds,
    firsts::Firsts,
    halves::halves,
    network::{Network, Place, PlaceId, Resolved},
    resolved_rows::ties,
    scope::Verdict,
    tie::{KindsAndStatuses, Tie, TieId, WithinPeriod},
};
use crate::model::{Certainty, Date, PartnershipKind, PartnershipRecord, PartnershipRow, Status};

/// The ties of a [`Network`] within a [`Scope`]: a simple undirected graph, immutable.
///
/// Without filters it holds every place; with any, the ends of the remaining ties only.
pub struct TieGraph<'n> {
    network: &'n Network,
    scope: Scope,
    /// Whether each place of the network is in the graph.
    included: Vec<bool>,
    /// The admitted partnerships by tie, as places in the network's list; `None` where all of it is admitted.
    admitted: Option<Vec<u32>>,
    /// By both ends of the ties: where the partnerships of each begin among those admitted.
    first: Firsts<'n>,
    /// Of all places of the network, those outside the graph included.
    partners: Adjacency,
    undated: usize,
    within_period: WithinPeriod,
}

impl<'n> TieGraph<'n> {
    /// Time and space are linear in places and partnerships.
    pub(super) fn new(network: &'n Network, scope: &Scope) -> Self {
        let verdicts = verdicts(network, scope);
        let is_restricted = scope.is_restricted();
        if verdicts.is_none() && !is_restricted {
            return Self::of_all(network, scope);
        }
        let sure = Verdict { counts: true, certainty: Certainty::Dated };
        let mut first: Vec<u32> = Vec::with_capacity(network.partnership_count());
        // From the first on that is left out.
        let mut admitted: Option<Vec<u32>> = None;
        let mut included = vec![!is_restricted; network.nodes.len()];
        let (mut undated, mut within_period, mut count, mut last) = (0, WithinPeriod::default(), 0, None);
        for (number, partnership) in (0..).zip(network.by_ends().iter()) {
            let Verdict { counts, certainty } =
                verdicts.as_ref().map_or(sure, |verdicts| verdicts[partnership.row.0 as usize]);
            let passes = !is_restricted || scope.admits(network, &partnership);
            if passes {
                match certainty {
                    Certainty::Undated if counts => undated += 1,
                    Certainty::WithinPeriod if counts => within_period.counted += 1,
                    Certainty::WithinPeriod => within_period.left_out += 1,
                    Certainty::Undated | Certainty::Dated => {}
                }
            }
            if !(passes && counts) {
                admitted.get_or_insert_with(|| (0..number).collect());
                continue;
            }
            if last.replace((partnership.low, partnership.high)) != Some((partnership.low, partnership.high)) {
                first.push(count);
                if is_restricted {
                    included[partnership.low.index()] = true;
                    included[partnership.high.index()] = true;
                }
            }
            count += 1;
            admitted.iter_mut().for_each(|admitted| admitted.push(number));
        }
        drop(verdicts);
        first.shrink_to_fit();
        let ends = first.iter().map(|&first| {
            let Resolved { low, high, .. } = resolved(network, admitted.as_deref(), first);
            (low.0, high.0)
        });
        let partners = Adjacency::from_sorted(network.nodes.len(), ends);
        let first = Firsts::Some(first);
        Self { network, scope: scope.clone(), included, admitted, first, partners, undated, within_period }
    }

    /// All places, all partnerships.
    fn of_all(network: &'n Network, scope: &Scope) -> Self {
        Self {
            network,
            scope: scope.clone(),
            included: vec![true; network.nodes.len()],
            admitted: None,
            first: Firsts::All(network),
            partners: Adjacency::from_forward_star(&ties(&network.rows)),
            undated: 0,
            within_period: WithinPeriod::default(),
        }
    }

    /// The network whose ties these are.
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

    /// How many places the graph has.
    pub fn place_count(&self) -> usize {
        self.included.iter().filter(|&&included| included).count()
    }

    /// The place of each partnership of a place with itself that passes the filters: none of them is a tie.
    pub fn loops(&self) -> impl Iterator<Item = PlaceId> {
        self.network.loops.iter().filter_map(|&(place, row)| {
            let partnership = Resolved { low: place, high: place, row };
            let counts = self.scope.verdict(self.network.dataset.standing(row)).counts;
            (counts && self.scope.admits(self.network, &partnership)).then_some(place)
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

    /// The ties, by their two places.
    pub fn ties(&self) -> impl Iterator<Item = (TieId, Tie)> {
        let mut firsts = self.first.each().peekable();
        (0..).map(TieId).map_while(move |id| {
            let start = firsts.next()?;
            Some((id, self.tie_from(start, firsts.peek().copied())))
        })
    }

    /// The ties that have one of some places for an end, by their two places; `is_end` says by place of the network
    /// which. O(places + partnerships + n log n) for n ties: where nobody asked for all of them before, these are not put
    /// in order for a few.
    pub fn incident_ties(&self, is_end: &[bool]) -> IncidentTies<'_, 'n> {
        let mut found = IncidentTies::new(self);
        if let Firsts::All(network) = self.first
            && network.by_ends.get().is_none()
        {
            let some = ByEnds::of(is_end, &network.rows, &network.dataset);
            let mut firsts = some.firsts().peekable();
            for (at, Resolved { low, high, row }) in (0..).zip(some.iter()) {
                if firsts.next_if_eq(&at).is_some() {
                    found.begin([low, high]);
                }
                found.push(row);
            }
            return found;
        }
        for (_, tie) in self.ties().filter(|(_, tie)| is_end[tie.a.index()] || is_end[tie.b.index()]) {
            found.begin([tie.a, tie.b]);
            tie.admitted.for_each(|at| found.push(self.resolved(at).row));
        }
        found
    }

    /// How many ties the graph has.
    pub fn tie_count(&self) -> usize {
        self.partners.edge_count()
    }

    /// The tie of a number. O(log ties).
    pub fn tie(&self, id: TieId) -> Tie {
        self.tie_from(self.first.of(id), (id.index() + 1 < self.tie_count()).then(|| self.first.of(TieId(id.0 + 1))))
    }

    /// The tie whose partnerships begin at `start`, and those of the next at `next`.
    fn tie_from(&self, start: u32, next: Option<u32>) -> Tie {
        let end = next.unwrap_or_else(|| number_of(self.partnership_count()));
        let Resolved { low, high, .. } = self.resolved(start);
        Tie { a: low, b: high, admitted: start..end }
    }

    /// How many partnerships the ties merge.
    pub fn partnership_count(&self) -> usize {
        self.admitted.as_ref().map_or_else(|| self.network.partnership_count(), Vec::len)
    }

    /// The partnerships of a tie with their status, in a fixed order.
    pub fn partnerships(
        &self,
        tie: &Tie,
    ) -> impl ExactSizeIterator<Item = (PartnershipRecord<'n>, Status)> + use<'_, 'n> {
        let range = tie.admitted.start as usize..tie.admitted.end as usize;
        range.map(|at| self.with_status(self.resolved(number_of(at)).row))
    }

    pub(super) fn with_status(&self, row: PartnershipRow) -> (PartnershipRecord<'n>, Status) {
        // Only partnerships that have begun are admitted.
        let status = self.scope.status(self.network.dataset.standing(row)).0.unwrap_or(Status::Unknown);
        (self.network.dataset.partnership(row), status)
    }

    /// The kind and the status of each of a tie's [`partnerships`](Self::partnerships), without their records.
    fn kinds_and_statuses_of(&self, tie: &Tie) -> impl Iterator<Item = (PartnershipKind, Status)> {
        tie.admitted.clone().map(|at| {
            let (kind, standing) = self.network.dataset.kind_and_standing(self.resolved(at).row);
            (kind, self.scope.status(standing).0.unwrap_or(Status::Unknown))
        })
    }

    /// The firmest kind among a tie's partnerships: the first in the order of the vocabulary.
    pub fn leading_kind(&self, tie: &Tie) -> PartnershipKind {
        self.kinds_and_statuses_of(tie).map(|(kind, _)| kind).min().unwrap_or(PartnershipKind::Informal)
    }

    /// Whether any of a tie's partnerships is in force; with `--status` a tie may have none that is.
    pub fn in_force(&self, tie: &Tie) -> bool {
        self.kinds_and_statuses_of(tie).any(|(_, status)| status.in_force())
    }

    /// How many partnerships the ties merge of each kind and of each status. O(rows).
    pub fn kinds_and_statuses(&self) -> KindsAndStatuses {
        let (dataset, mut counts) = (&self.network.dataset, KindsAndStatuses::default());
        if self.admitted.is_none() && self.scope.as_of.is_none() {
            dataset.kinds_and_statuses().for_each(|(kind, status, count)| counts.add(kind, status, count));
            for row in self.network.refused() {
                let (kind, standing) = dataset.kind_and_standing(row);
                counts.by_kind[kind as usize] -= 1;
                counts.by_status[standing.status() as usize] -= 1;
            }
            return counts;
        }
        let mut is_admitted = vec![self.admitted.is_none(); rows(self.network)];
        self.network.refused().for_each(|row| is_admitted[row.0 as usize] = false);
        for &at in self.admitted.iter().flatten() {
            is_admitted[self.network.by_ends().get(at as usize).row.0 as usize] = true;
        }
        // By row, the order in which they are read fastest.
        let rows = dataset.partnerships_in(0..number_of(is_admitted.len()));
        for (partnership, _) in rows.zip(is_admitted).filter(|(_, is_admitted)| *is_admitted) {
            let (kind, standing) = partnership.kind_and_standing();
            counts.add(kind, self.scope.status(standing).0.unwrap_or(Status::Unknown), 1);
        }
        counts
    }

    fn resolved(&self, at: u32) -> Resolved {
        resolved(self.network, self.admitted.as_deref(), at)
    }

    /// The partners of a place, by id: distinct places it has a tie with.
    pub fn partners(&self, place: PlaceId) -> impl ExactSizeIterator<Item = PlaceId> {
        self.partners_after(place, 0)
    }

    /// The [`partners`](Self::partners) of a place but for so many first ones, found in constant time.
    pub fn partners_after(&self, place: PlaceId, first: usize) -> impl ExactSizeIterator<Item = PlaceId> {
        let partners = self.partners.neighbours(place.0).get(first..).unwrap_or_default();
        partners.iter().map(|&partner| PlaceId(partner))
    }

    /// Has the processor bring the partners of some places from memory, all at once: see [`Adjacency::fetch`]. The
    /// places are of this graph's network.
    pub fn fetch_partners(&self, places: &[PlaceId]) {
        self.partners.fetch(places.iter().map(|place| place.0));
    }

    /// The tie of two places, where they have one. O(log partnerships).
    pub fn tie_between(&self, a: PlaceId, b: PlaceId) -> Option<TieId> {
        self.first.find((a.min(b), a.max(b)), |first| {
            let Resolved { low, high, .. } = self.resolved(first);
            (low, high)
        })
    }

    /// Whether two places have a tie. O(log degree).
    pub fn is_tied(&self, a: PlaceId, b: PlaceId) -> bool {
        self.partners.neighbours(a.0).binary_search(&b.0).is_ok()
    }

    /// The degree of a place: how many distinct partners it has.
    pub fn degree(&self, place: PlaceId) -> usize {
        self.partners.degree(place.0)
    }

    /// A breadth-first search, which has been nowhere yet.
    pub fn search(&self) -> Search<'_> {
        Search::new(&self.partners)
    }

    /// The graph as metrics walk it: the n-th of [`places`](Self::places) is node n. O(places + ties), or at hand where it
    /// holds all places of its network.
    pub fn adjacency(&self) -> Cow<'_, Adjacency> {
        if self.included.iter().all(|&included| included) {
            return Cow::Borrowed(&self.partners);
        }
        let mut nodes = 0;
        let node_of: Vec<u32> = self
            .included
            .iter()
            .map(|&included| {
                nodes += u32::from(included);
                nodes.saturating_sub(1)
            })
            .collect();
        let ends = self.partners.edges().map(|(a, b)| (node_of[a as usize], node_of[b as usize]));
        Cow::Owned(Adjacency::from_sorted(nodes as usize, ends))
    }

    /// How many of the partnerships counted have no date at all though a date was asked about.
    pub fn undated(&self) -> usize {
        self.undated
    }

    /// The partnerships whose begin, end or suspension is known only to the year or month that holds the day asked
    /// about: they may be in or out.
    pub fn within_period(&self) -> WithinPeriod {
        self.within_period
    }

    /// The date at which ties are judged.
    pub fn as_of(&self) -> Option<Date> {
        self.scope.as_of
    }

    /// Checks what must hold of every graph: ties are sorted, join two different included places and stand in the
    /// adjacency in both directions; the degrees add up to twice the ties.
    ///
    /// # Panics
    /// Where it doesn't hold, which is a defect of this crate. For tests.
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

/// Whether the time and status of each row let it count, by row: the order in which rows lie in memory, where
/// partnerships are in another one. `None` where all of them surely do.
fn verdicts(network: &Network, scope: &Scope) -> Option<Vec<Verdict>> {
    let verdicts = |rows: Range<u32>| {
        network.dataset.partnerships_in(rows).map(|partnership| scope.verdict(partnership.kind_and_standing().1))
    };
    let all = number_of(rows(network));
    let are_sure = if scope.as_of.is_none() {
        network.dataset.kinds_and_statuses().all(|(_, status, _)| scope.admits_status(status))
    } else {
        let are_sure =
            |rows| verdicts(rows).all(|Verdict { counts, certainty }| counts && matches!(certainty, Certainty::Dated));
        let (front, back) = halves(all as usize, || are_sure(0..all / 2), || are_sure(all / 2..all));
        front && back
    };
    (!are_sure).then(|| verdicts(0..all).collect())
}

/// The partnership that stands at `at` among those admitted.
fn resolved(network: &Network, admitted: Option<&[u32]>, at: u32) -> Resolved {
    let number = admitted.map_or(at, |admitted| admitted[at as usize]);
    network.by_ends().get(number as usize)
}

/// How many rows of partnerships there are, those that were refused included.
fn rows(network: &Network) -> usize {
    network.dataset.partnerships().len()
}

fn number_of(len: usize) -> u32 {
    u32::try_from(len).expect("a network has fewer than 2^32 partnerships")
}
