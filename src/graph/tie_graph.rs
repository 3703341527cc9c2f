use std::ops::Range;

use petgraph::{Directed, csr::Csr};

use super::{
    Adjacency, Scope,
    network::{Network, Place, PlaceId, Resolved},
};
use crate::model::{Certainty, Date, PartnershipKind, PartnershipRecord, Status};

/// The number of a tie in its [`TieGraph`]: from 0, by its two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TieId(u32);

impl TieId {
    /// The number, from 0 to [`TieGraph::tie_count`] less one; for tables that hold a value for each tie.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// All partnerships of the scope between the same two places, merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The place of the smaller number.
    pub a: PlaceId,
    /// The other place.
    pub b: PlaceId,
    /// Its partnerships, in [`TieGraph::admitted`].
    admitted: Range<u32>,
}

impl Tie {
    /// The end that isn't `place`.
    pub fn other(&self, place: PlaceId) -> PlaceId {
        if place == self.a { self.b } else { self.a }
    }

    /// How many partnerships it merges, at least one.
    pub fn partnership_count(&self) -> usize {
        self.admitted.len()
    }
}

/// How partnerships were taken whose date is too vague for the day asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WithinPeriod {
    /// Counted as ties.
    pub counted: usize,
    /// Left out.
    pub left_out: usize,
}

/// The ties of a [`Network`] within a [`Scope`]: a simple undirected graph, immutable.
///
/// Without filters it holds every place; with any, the ends of the remaining ties only.
pub struct TieGraph<'n> {
    network: &'n Network,
    scope: Scope,
    /// Whether each place of the network is in the graph.
    included: Vec<bool>,
    /// By both ends.
    ties: Vec<Tie>,
    /// The admitted partnerships by tie, as places in the network's list.
    admitted: Vec<u32>,
    /// Both directions of every tie, by source and target.
    adjacency: Csr<(), TieId, Directed, u32>,
    undated: usize,
    within_period: WithinPeriod,
}

impl<'n> TieGraph<'n> {
    /// Time and space are linear in places and partnerships.
    pub(super) fn new(network: &'n Network, scope: &Scope) -> Self {
        let (mut ties, mut admitted): (Vec<Tie>, Vec<u32>) = (Vec::new(), Vec::new());
        let (mut undated, mut within_period) = (0, WithinPeriod::default());
        for (number, partnership) in (0..).zip(&network.partnerships) {
            let Some((counts, certainty)) = scope.admits(network, partnership) else { continue };
            match certainty {
                Certainty::Undated if counts => undated += 1,
                Certainty::WithinPeriod if counts => within_period.counted += 1,
                Certainty::WithinPeriod => within_period.left_out += 1,
                Certainty::Undated | Certainty::Dated => {}
            }
            if !counts {
                continue;
            }
            admitted.push(number);
            let end = number_of(admitted.len());
            match ties.last_mut() {
                Some(tie) if (tie.a, tie.b) == (partnership.low, partnership.high) => tie.admitted.end = end,
                _ => ties.push(Tie { a: partnership.low, b: partnership.high, admitted: end - 1..end }),
            }
        }
        let mut included = vec![!scope.is_restricted(); network.nodes.len()];
        for tie in &ties {
            included[tie.a.index()] = true;
            included[tie.b.index()] = true;
        }
        let adjacency = adjacency(network.nodes.len(), &ties);
        Self { network, scope: scope.clone(), included, ties, admitted, adjacency, undated, within_period }
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

    /// Whether a place of the network is in the graph.
    pub fn includes(&self, place: PlaceId) -> bool {
        self.included[place.index()]
    }

    /// A place by its number.
    pub fn place(&self, id: PlaceId) -> Place<'n> {
        self.network.place(id)
    }

    /// The ties, by their two places.
    pub fn ties(&self) -> impl Iterator<Item = (TieId, &Tie)> {
        (0..).map(TieId).zip(&self.ties)
    }

    /// How many ties the graph has.
    pub fn tie_count(&self) -> usize {
        self.ties.len()
    }

    /// The tie of a number.
    pub fn tie(&self, id: TieId) -> &Tie {
        &self.ties[id.index()]
    }

    /// How many partnerships the ties merge.
    pub fn partnership_count(&self) -> usize {
        self.admitted.len()
    }

    /// The partnerships of a tie with their status, in a fixed order.
    pub fn partnerships(&self, tie: &Tie) -> impl ExactSizeIterator<Item = (PartnershipRecord<'n>, Status)> {
        let range = tie.admitted.start as usize..tie.admitted.end as usize;
        self.admitted[range].iter().map(|&number| {
            let partnership = self.resolved(number);
            // Only partnerships that have begun are admitted.
            let status = self.scope.status(self.network, partnership).0.unwrap_or(Status::Unknown);
            (self.network.dataset.partnership(partnership.row), status)
        })
    }

    /// The firmest kind among a tie's partnerships: the first in the order of the vocabulary.
    pub fn leading_kind(&self, tie: &Tie) -> PartnershipKind {
        self.partnerships(tie).map(|(record, _)| record.kind).min().unwrap_or(PartnershipKind::Informal)
    }

    /// Whether any of a tie's partnerships is in force; with `--status` a tie may have none that is.
    pub fn in_force(&self, tie: &Tie) -> bool {
        self.partnerships(tie).any(|(_, status)| status.in_force())
    }

    fn resolved(&self, number: u32) -> &'n Resolved {
        &self.network.partnerships[number as usize]
    }

    /// The partners of a place, by id: distinct places it has a tie with.
    pub fn partners(&self, place: PlaceId) -> impl ExactSizeIterator<Item = (PlaceId, TieId)> {
        let partners = self.adjacency.neighbors_slice(place.0).iter().map(|&number| PlaceId(number));
        partners.zip(self.adjacency.edges_slice(place.0).iter().copied())
    }

    /// The partner of a place at position `n` among its [`partners`](Self::partners), in constant time.
    pub fn partner(&self, place: PlaceId, n: usize) -> Option<(PlaceId, TieId)> {
        let partner = self.adjacency.neighbors_slice(place.0).get(n)?;
        Some((PlaceId(*partner), *self.adjacency.edges_slice(place.0).get(n)?))
    }

    /// Whether two places have a tie. O(log degree).
    pub fn is_tied(&self, a: PlaceId, b: PlaceId) -> bool {
        self.adjacency.neighbors_slice(a.0).binary_search(&b.0).is_ok()
    }

    /// The degree of a place: how many distinct partners it has.
    pub fn degree(&self, place: PlaceId) -> usize {
        self.adjacency.neighbors_slice(place.0).len()
    }

    /// The graph as metrics walk it: the n-th of [`places`](Self::places) is node n. O(places + ties).
    pub fn adjacency(&self) -> Adjacency {
        let mut nodes = 0;
        let node_of: Vec<u32> = self
            .included
            .iter()
            .map(|&included| {
                nodes += u32::from(included);
                nodes.saturating_sub(1)
            })
            .collect();
        Adjacency::of_ties(nodes as usize, &self.ties, |place| node_of[place.index()])
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
        assert!(self.ties.is_sorted_by(|x, y| (x.a, x.b) < (y.a, y.b)), "ties are sorted and distinct");
        for (id, tie) in self.ties() {
            assert!(tie.a < tie.b && self.includes(tie.a) && self.includes(tie.b));
            assert!(self.partners(tie.a).any(|partner| partner == (tie.b, id)));
            assert!(self.partners(tie.b).any(|partner| partner == (tie.a, id)));
            assert!(tie.partnership_count() > 0);
        }
        let degrees: usize = self.network.places().map(|place| self.degree(place.number())).sum();
        assert_eq!(degrees, 2 * self.tie_count(), "degrees add up to twice the ties");
        let merged: usize = self.ties.iter().map(Tie::partnership_count).sum();
        assert_eq!(merged, self.partnership_count());
    }
}

/// Compact adjacency of `places` places: both directions of every tie, sorted by source and target. `ties` are sorted by
/// both ends, so that counting puts them in place: O(places + ties).
fn adjacency(places: usize, ties: &[Tie]) -> Csr<(), TieId, Directed, u32> {
    let mut next = vec![0_usize; places + 1];
    for tie in ties {
        next[tie.a.index() + 1] += 1;
        next[tie.b.index() + 1] += 1;
    }
    for place in 0..places {
        next[place + 1] += next[place];
    }
    let mut edges = vec![(0, 0, TieId(0)); 2 * ties.len()];
    let mut put = |from: PlaceId, to: PlaceId, id: TieId| {
        edges[next[from.index()]] = (from.0, to.0, id);
        next[from.index()] += 1;
    };
    // A place's ties to smaller numbers all come before those to larger ones.
    (0..).map(TieId).zip(ties).for_each(|(id, tie)| put(tie.b, tie.a, id));
    (0..).map(TieId).zip(ties).for_each(|(id, tie)| put(tie.a, tie.b, id));
    let mut csr = Csr::from_sorted_edges(&edges).expect("the lines above put edges in order");
    for _ in csr.node_count()..places {
        csr.add_node(());
    }
    csr
}

fn number_of(len: usize) -> u32 {
    u32::try_from(len).expect("a network has fewer than 2^32 partnerships")
}
