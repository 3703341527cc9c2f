use std::ops::Range;

use super::Remainder;
use crate::graph::{PlaceId, TieGraph};

/// A tie whose loss splits its component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bridge {
    /// The two places of the tie, the one of the smaller number first.
    pub ends: [PlaceId; 2],
    /// How many places are on the smaller side.
    pub cuts_off: usize,
    /// The larger side, by places in [`Cuts::order`].
    pub remainder: Remainder,
    part: Vec<Range<u32>>,
}

/// A place whose loss splits its component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutPlace {
    /// The place.
    pub place: PlaceId,
    /// How many places are outside the largest remainder, the cut place itself not counted.
    pub cuts_off: usize,
    /// The largest remainder, by places in [`Cuts::order`].
    pub remainder: Remainder,
    part: Vec<Range<u32>>,
}

/// What holds a graph together: its components, bridges, cut places and blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cuts {
    /// All places, depth-first, component after component in the order of [`component_sizes`](Self::component_sizes). Of what is
    /// below a place that comes last which its loss cuts off from the rest.
    pub order: Vec<PlaceId>,
    /// By place of the network: where it stands in `order`.
    position: Vec<u32>,
    /// By tie.
    pub bridges: Vec<Bridge>,
    /// By place.
    pub cut_places: Vec<CutPlace>,
    /// How many places each connected component has, in the order of their smallest ids.
    pub component_sizes: Vec<usize>,
    /// How many biconnected components there are: sets of ties any two of which lie on a common cycle, a bridge
    /// being one of its own.
    pub blocks: usize,
}

impl Cuts {
    /// The places a bridge's loss cuts off: the smaller side; of equal sides the one without the smallest id.
    pub fn cut_off_by_bridge<'c>(&'c self, bridge: &'c Bridge) -> impl Iterator<Item = PlaceId> + 'c {
        self.part(&bridge.part)
    }

    /// The places a cut place's loss cuts off: all outside the largest remainder, itself excluded; of equal
    /// remainders the one that depth-first search from the smallest id meets first counts as the largest.
    pub fn cut_off_by_place<'c>(&'c self, cut: &'c CutPlace) -> impl Iterator<Item = PlaceId> + 'c {
        self.part(&cut.part)
    }

    /// Where a place of the graph stands in [`order`](Self::order).
    pub fn position_of(&self, place: PlaceId) -> u32 {
        self.position[place.index()]
    }

    /// Whether a bridge's loss cuts off a place. O(1).
    pub fn is_cut_off_by_bridge(&self, bridge: &Bridge, place: PlaceId) -> bool {
        bridge.part.iter().any(|range| range.contains(&self.position[place.index()]))
    }

    fn part<'c>(&'c self, part: &'c [Range<u32>]) -> impl Iterator<Item = PlaceId> + 'c {
        part.iter().flat_map(|range| &self.order[range.start as usize..range.end as usize]).copied()
    }
}

/// No position in depth-first order yet.
const UNSEEN: u32 = u32::MAX;

/// A place on the path from the root that depth-first search is at.
struct Visit {
    place: PlaceId,
    /// How many of its partners have been looked at.
    looked_at: u32,
    /// The least position reached from its subtree by one tie back.
    low: u32,
    /// Where its own parts begin among those of the path.
    first_part: u32,
}

/// Components, bridges, cut places and blocks in one depth-first search: J. Hopcroft and R. Tarjan, "Efficient algorithms for
/// graph manipulation", Communications of the ACM 16 (1973), without recursion. O(places + ties) time and space.
///
/// The subtrees of the search are runs of its order, so what a loss cuts off is a few runs and takes no search.
pub fn cuts(graph: &TieGraph<'_>) -> Cuts {
    let mut position = vec![UNSEEN; graph.network().place_count()];
    let mut cuts = Cuts {
        order: Vec::new(),
        position: Vec::new(),
        bridges: Vec::new(),
        cut_places: Vec::new(),
        component_sizes: Vec::new(),
        blocks: 0,
    };
    for root in graph.places() {
        if position[root.number().index()] == UNSEEN {
            search(graph, root.number(), &mut position, &mut cuts);
        }
    }
    cuts.bridges.sort_by_key(|bridge| bridge.ends);
    cuts.cut_places.sort_by_key(|cut| cut.place);
    cuts.position = position;
    cuts
}

/// Searches the component of `root`.
fn search(graph: &TieGraph<'_>, root: PlaceId, position: &mut [u32], cuts: &mut Cuts) {
    let first = length(&cuts.order);
    // Both lists hold what falls off below; what lies above is known only when the component is done.
    let (first_bridge, first_cut) = (cuts.bridges.len(), cuts.cut_places.len());
    let mut path = vec![enter(root, 0, position, cuts)];
    let mut tree = vec![Branch::default()];
    // The parts that fall off when a place of the path goes, seen from below: of the root first.
    let mut parts: Vec<Range<u32>> = Vec::new();
    while let [before @ .., visit] = &mut path[..] {
        let parent = before.last().map(|parent| parent.place);
        let mut unseen = None;
        for partner in graph.partners_after(visit.place, visit.looked_at as usize) {
            visit.looked_at += 1;
            let at = position[partner.index()];
            if at == UNSEEN {
                unseen = Some(partner);
                break;
            }
            // The graph is simple: only one tie leads to the parent.
            if Some(partner) != parent {
                visit.low = visit.low.min(at);
            }
        }
        if let Some(partner) = unseen {
            path.push(enter(partner, length(&parts), position, cuts));
            tree.push(Branch::default());
            continue;
        }
        let Some(done) = path.pop() else { break };
        let (at, end) = (position[done.place.index()], length(&cuts.order));
        let below: Vec<Range<u32>> = parts.drain(done.first_part as usize..).collect();
        if let Some(parent) = path.last_mut() {
            parent.low = parent.low.min(done.low);
            let parent_at = position[parent.place.index()];
            tree[(at - first) as usize] =
                Branch { parent: parent_at - first, size: end - at, falls_off: done.low >= parent_at };
            if done.low >= parent_at {
                cuts.blocks += 1;
                parts.push(at..end);
            }
            if done.low > parent_at {
                let ends = [parent.place.min(done.place), parent.place.max(done.place)];
                let below = at..end;
                cuts.bridges.push(Bridge {
                    ends,
                    cuts_off: 0,
                    remainder: Remainder::Outside(below.clone()),
                    part: vec![below],
                });
            }
        }
        // A root with one part below it falls out of that part without splitting it.
        if below.len() > usize::from(path.is_empty()) {
            let remainder = Remainder::Outside(at..end);
            cuts.cut_places.push(CutPlace { place: done.place, cuts_off: 0, remainder, part: below });
        }
    }
    let whole = first..length(&cuts.order);
    cuts.component_sizes.push(whole.len());
    let places = cuts.order[first as usize..].to_vec();
    let moved: Vec<u32> = staying_first(&tree).into_iter().map(|at| first + at).collect();
    for (place, &at) in places.into_iter().zip(&moved) {
        cuts.order[at as usize] = place;
        position[place.index()] = at;
    }
    // What is below a place stays a run.
    let moved = |run: &Range<u32>| {
        let start = moved[(run.start - first) as usize];
        start..start + (run.end - run.start)
    };
    for bridge in &mut cuts.bridges[first_bridge..] {
        let below = moved(&bridge.part[0]);
        (bridge.part, bridge.remainder) = (vec![below.clone()], Remainder::Outside(below.clone()));
        if below.len() > whole.len() - below.len() {
            bridge.part = without(&whole, std::slice::from_ref(&below));
            bridge.remainder = Remainder::Within(below);
        }
        bridge.cuts_off = bridge.part.iter().map(|range| range.len()).sum();
    }
    for cut in &mut cuts.cut_places[first_cut..] {
        let at = position[cut.place.index()];
        cut.part.iter_mut().for_each(|run| *run = moved(run));
        let below = cut.part.iter().map(|run| run.start).min().zip(cut.part.iter().map(|run| run.end).max());
        cut.remainder = Remainder::Outside(below.map_or(at..at, |(start, end)| start..end));
        let above = {
            let mut taken = cut.part.clone();
            taken.push(at..at + 1);
            taken.sort_by_key(|range| range.start);
            without(&whole, &taken)
        };
        // Runs of the order above the cut place are one remainder.
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
}

fn enter(place: PlaceId, first_part: u32, position: &mut [u32], cuts: &mut Cuts) -> Visit {
    let at = length(&cuts.order);
    position[place.index()] = at;
    cuts.order.push(place);
    Visit { place, looked_at: 0, low: at, first_part }
}

/// A place in the tree of the search.
#[derive(Clone, Default)]
struct Branch {
    /// The place above it; of the root itself.
    parent: u32,
    /// How many places are below it, itself included.
    size: u32,
    /// Whether they fall off when the place above is lost.
    falls_off: bool,
}

/// Where the places of a tree, which come each before what is below it, go so that of what is below a place that comes last
/// which falls off with it. O(places).
fn staying_first(tree: &[Branch]) -> Vec<u32> {
    // By place: where its next branch goes that stays, and where that falls off; first how much stays.
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

/// What `whole` has outside `taken`, which are runs within it, in order and apart.
fn without(whole: &Range<u32>, taken: &[Range<u32>]) -> Vec<Range<u32>> {
    let starts = std::iter::once(whole.start).chain(taken.iter().map(|range| range.end));
    let ends = taken.iter().map(|range| range.start).chain(std::iter::once(whole.end));
    starts.zip(ends).map(|(start, end)| start..end).filter(|range| !range.is_empty()).collect()
}

fn length<T>(places: &[T]) -> u32 {
    u32::try_from(places.len()).expect("a graph has fewer than 2^32 places")
}
