use std::ops::Range;

use super::depth_first::{Above, Attachment, UNSEEN, Visitor, depth_first};
use crate::{
    graph::{PlaceId, TieGraph},
    metrics::Remainder,
};

/// A tie whose loss splits its component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bridge {
    /// The two places of the tie, the smaller number first.
    pub ends: [PlaceId; 2],
    /// The number of places on the smaller side.
    pub cuts_off: usize,
    /// The larger side, as positions in [`Cuts::order`].
    pub remainder: Remainder,
    part: Vec<Range<u32>>,
}

/// A place whose loss splits its component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutPlace {
    /// The place.
    pub place: PlaceId,
    /// The number of places outside the largest remaining part, without the cut place itself.
    pub cuts_off: usize,
    /// The largest remaining part, as positions in [`Cuts::order`].
    pub remainder: Remainder,
    part: Vec<Range<u32>>,
}

/// What holds a graph together: its components, bridges, cut places and blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cuts {
    /// All places in depth-first order, component after component in the order of
    /// [`component_sizes`](Self::component_sizes). Below each place, the parts that its loss cuts off from the rest
    /// come last.
    pub order: Vec<PlaceId>,
    /// The position of each place of the network in `order`.
    position: Vec<u32>,
    /// The bridges, in the order of ties.
    pub bridges: Vec<Bridge>,
    /// The cut places, in the order of places.
    pub cut_places: Vec<CutPlace>,
    /// The number of places of each connected component, in the order of their smallest ids.
    pub component_sizes: Vec<usize>,
    /// The number of biconnected components: largest sets of ties such that any two lie on a common cycle. A bridge is
    /// one of its own.
    pub blocks: usize,
}

impl Cuts {
    /// The places that the loss of a bridge cuts off: the smaller side; of equal sides, the one without the smallest
    /// id.
    pub fn cut_off_by_bridge<'c>(&'c self, bridge: &'c Bridge) -> impl Iterator<Item = PlaceId> + 'c {
        self.part(&bridge.part)
    }

    /// The places that the loss of a cut place cuts off: all outside the largest remaining part, without the cut place.
    /// Of equally large parts, the one that depth-first search from the smallest id meets first counts as the largest.
    pub fn cut_off_by_place<'c>(&'c self, cut: &'c CutPlace) -> impl Iterator<Item = PlaceId> + 'c {
        self.part(&cut.part)
    }

    /// The position of a place of the graph in [`order`](Self::order).
    pub fn position_of(&self, place: PlaceId) -> u32 {
        self.position[place.index()]
    }

    /// Whether the loss of a bridge cuts off a place. O(1).
    pub fn is_cut_off_by_bridge(&self, bridge: &Bridge, place: PlaceId) -> bool {
        bridge.part.iter().any(|range| range.contains(&self.position[place.index()]))
    }

    fn part<'c>(&'c self, part: &'c [Range<u32>]) -> impl Iterator<Item = PlaceId> + 'c {
        part.iter().flat_map(|range| &self.order[range.start as usize..range.end as usize]).copied()
    }
}

/// Components, bridges, cut places and blocks of the places of a graph. O(places + ties) time and space.
///
/// The subtrees of the search are ranges of its order. So what a loss cuts off is a few ranges, and finding it needs no
/// search.
pub fn cuts(graph: &TieGraph<'_>) -> Cuts {
    let cuts = Cuts {
        order: Vec::with_capacity(graph.place_count()),
        position: vec![UNSEEN; graph.network().place_count()],
        bridges: Vec::new(),
        cut_places: Vec::new(),
        component_sizes: Vec::new(),
        blocks: 0,
    };
    let places = graph.places().map(|place| place.number()).collect();
    let mut search = CutSearch {
        places,
        cuts,
        first: 0,
        first_bridge: 0,
        first_cut: 0,
        tree: Vec::new(),
        first_parts: Vec::new(),
        parts: Vec::new(),
    };
    depth_first(&graph.adjacency(), &mut search);
    let mut cuts = search.cuts;
    cuts.bridges.sort_by_key(|bridge| bridge.ends);
    cuts.cut_places.sort_by_key(|cut| cut.place);
    cuts
}

/// The state of [`cuts`] during its search.
struct CutSearch {
    /// The place of each node.
    places: Vec<PlaceId>,
    /// The results. For bridges and cut places of the current component, they only have what falls off below; the part
    /// above is known when the component is complete.
    cuts: Cuts,
    /// The position at which the component begins in the order.
    first: u32,
    /// The indices at which its bridges and cut places begin.
    first_bridge: usize,
    first_cut: usize,
    /// The search tree: the places of the component, in order.
    tree: Vec<Branch>,
    /// For each node on the path from the root, the index in `parts` at which its own parts begin.
    first_parts: Vec<u32>,
    /// The parts below each place on the path that fall off when the place is lost; those of the root come first.
    parts: Vec<Range<u32>>,
}

impl Visitor for CutSearch {
    fn enter(&mut self, node: u32) {
        let place = self.places[node as usize];
        self.cuts.position[place.index()] = length(&self.cuts.order);
        self.cuts.order.push(place);
        self.tree.push(Branch::default());
        self.first_parts.push(length(&self.parts));
    }

    fn leave(&mut self, node: u32, above: Option<Above>) {
        let place = self.places[node as usize];
        let (at, end) = (self.cuts.position_of(place), length(&self.cuts.order));
        let first_part = self.first_parts.pop().unwrap_or(0);
        let below: Vec<Range<u32>> = self.parts.drain(first_part as usize..).collect();
        // If a root has only one part below it, its loss doesn't split that part.
        if below.len() > usize::from(above.is_none()) {
            let remainder = Remainder::Outside(at..end);
            self.cuts.cut_places.push(CutPlace { place, cuts_off: 0, remainder, part: below });
        }
        let Some(Above { node: parent, attachment, .. }) = above else { return };
        let parent = self.places[parent as usize];
        self.tree[(at - self.first) as usize] = Branch {
            parent: self.cuts.position_of(parent) - self.first,
            size: end - at,
            falls_off: attachment != Attachment::Cycle,
        };
        if attachment != Attachment::Cycle {
            self.cuts.blocks += 1;
            self.parts.push(at..end);
        }
        if attachment == Attachment::Bridge {
            let (ends, below) = ([parent.min(place), parent.max(place)], at..end);
            let remainder = Remainder::Outside(below.clone());
            self.cuts.bridges.push(Bridge { ends, cuts_off: 0, remainder, part: vec![below] });
        }
    }

    fn end_component(&mut self) {
        let (first, cuts) = (self.first, &mut self.cuts);
        let whole = first..length(&cuts.order);
        cuts.component_sizes.push(whole.len());
        let places = cuts.order[first as usize..].to_vec();
        let moved: Vec<u32> = staying_first(&self.tree).into_iter().map(|at| first + at).collect();
        for (place, &at) in places.into_iter().zip(&moved) {
            cuts.order[at as usize] = place;
            cuts.position[place.index()] = at;
        }
        // What is below a place stays a range.
        let moved = |run: &Range<u32>| {
            let start = moved[(run.start - first) as usize];
            start..start + (run.end - run.start)
        };
        for bridge in &mut cuts.bridges[self.first_bridge..] {
            let below = moved(&bridge.part[0]);
            (bridge.part, bridge.remainder) = (vec![below.clone()], Remainder::Outside(below.clone()));
            if below.len() > whole.len() - below.len() {
                bridge.part = without(&whole, std::slice::from_ref(&below));
                bridge.remainder = Remainder::Within(below);
            }
            bridge.cuts_off = bridge.part.iter().map(|range| range.len()).sum();
        }
        for cut in &mut cuts.cut_places[self.first_cut..] {
            let at = cuts.position[cut.place.index()];
            cut.part.iter_mut().for_each(|run| *run = moved(run));
            let below = cut.part.iter().map(|run| run.start).min().zip(cut.part.iter().map(|run| run.end).max());
            cut.remainder = Remainder::Outside(below.map_or(at..at, |(start, end)| start..end));
            let above = {
                let mut taken = cut.part.clone();
                taken.push(at..at + 1);
                taken.sort_by_key(|range| range.start);
                without(&whole, &taken)
            };
            // Ranges of the order above the cut place form a single remaining part.
            let above_size: usize = above.iter().map(|range| range.len()).sum();
            let largest = cut.part.iter().map(|range| range.len()).max().unwrap_or(0);
            if largest > above_size {
                let kept = cut.part.iter().position(|range| range.len() == largest);
                if let Some(kept) = kept {
                    cut.remainder = Remainder::Within(cut.part.remove(kept));
                }
                cut.part.extend(above);
            }
            cut.cuts_off = cut.part.iter().map(|range| range.len()).sum();
        }
        self.first = length(&self.cuts.order);
        (self.first_bridge, self.first_cut) = (self.cuts.bridges.len(), self.cuts.cut_places.len());
        self.tree.clear();
        self.parts.clear();
    }
}

/// A place in the search tree.
#[derive(Clone, Default)]
struct Branch {
    /// The place above it; for the root, itself.
    parent: u32,
    /// The number of places below it, including itself.
    size: u32,
    /// Whether these fall off when the place above is lost.
    falls_off: bool,
}

/// The new positions of the places of a tree, which come before what is below them. Below each place, the branches that
/// fall off with it move behind the others. O(places).
fn staying_first(tree: &[Branch]) -> Vec<u32> {
    // For each place, the next position for a branch that stays and for one that falls off. At first the second has the
    // number of places that stay.
    let mut next = vec![[0; 2]; tree.len()];
    let branches = || tree.iter().enumerate().skip(1);
    branches().filter(|(_, it)| !it.falls_off).for_each(|(_, it)| next[it.parent as usize][1] += it.size);
    let mut places = vec![0; tree.len()];
    next[0] = [1, 1 + next[0][1]];
    for (at, branch) in branches() {
        let free = &mut next[branch.parent as usize][usize::from(branch.falls_off)];
        places[at] = *free;
        *free += branch.size;
        next[at] = [places[at] + 1, places[at] + 1 + next[at][1]];
    }
    places
}

/// The ranges of `whole` outside `taken`, which are disjoint ranges within it, in order.
fn without(whole: &Range<u32>, taken: &[Range<u32>]) -> Vec<Range<u32>> {
    let starts = std::iter::once(whole.start).chain(taken.iter().map(|range| range.end));
    let ends = taken.iter().map(|range| range.start).chain(std::iter::once(whole.end));
    starts.zip(ends).map(|(start, end)| start..end).filter(|range| !range.is_empty()).collect()
}

fn length<T>(places: &[T]) -> u32 {
    u32::try_from(places.len()).expect("a graph has fewer than 2^32 places")
}
