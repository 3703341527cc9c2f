//! Which groups of places a loss leaves nothing of.

use std::ops::Range;

/// What of a component remains connected and largest after a loss, by places in a depth-first order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remainder {
    /// A run of the order.
    Within(Range<u32>),
    /// What of the component is outside a run.
    Outside(Range<u32>),
}

/// Groups of the places of a graph, such as the regions that they lie in: to find those that have no place in a remainder.
pub struct Groups {
    /// Free runs of the order: those between two neighbouring places of a group, before its first and behind its last.
    free: Runs,
    /// The run from the first place of each group to its last.
    spans: Runs,
    /// The groups of each component, with their places in order.
    groups: Vec<(Group, Vec<u32>)>,
    /// By place of the order: which of the groups it is in.
    of_place: Vec<Option<usize>>,
}

/// The places of a component that are in one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// Its number.
    pub number: usize,
    /// How many places it has in the component.
    pub places: usize,
}

impl Groups {
    /// `group` says which group each place of the order is in, if any, and `components` how many places each has, in order.
    /// O(n log n) for n places.
    pub fn new(group: &[Option<usize>], components: &[usize]) -> Self {
        let count = group.iter().flatten().max().map_or(0, |last| last + 1);
        // By group: its places in the component at hand.
        let mut places: Vec<Vec<u32>> = vec![Vec::new(); count];
        let (mut free, mut spans, mut groups, mut start) = (Vec::new(), Vec::new(), Vec::new(), 0);
        let mut of_place = vec![None; group.len()];
        for &size in components {
            let end = start + size;
            let mut met = Vec::new();
            for (at, group) in (start..end).filter_map(|at| Some((at, group[at]?))) {
                if places[group].is_empty() {
                    met.push(group);
                }
                places[group].push(number(at));
            }
            for group in met {
                let (of_group, mut before) = (std::mem::take(&mut places[group]), number(start));
                let group = Group { number: group, places: of_group.len() };
                spans.extend(of_group.first().zip(of_group.last()).map(|(&first, &last)| (first..last + 1, group)));
                for &place in &of_group {
                    free.push((before..place, group));
                    before = place + 1;
                    of_place[place as usize] = Some(groups.len());
                }
                free.push((before..number(end), group));
                groups.push((group, of_group));
            }
            start = end;
        }
        free.retain(|(run, _)| !run.is_empty());
        Self { free: Runs::new(free), spans: Runs::new(spans), groups, of_place }
    }

    /// The groups that have places in the remainder's component, but none in the remainder. `lost` is a place, by its
    /// place in the order, that is neither in the remainder nor cut off from it. O((n + 1) log places) for n groups.
    pub fn outside(&self, remainder: &Remainder, lost: Option<u32>) -> Vec<Group> {
        let own = lost.and_then(|lost| self.of_place[lost as usize]).map(|at| &self.groups[at]);
        match remainder {
            Remainder::Within(run) => {
                let mut found = self.free.around(run);
                found.retain(|group| group.places > 1 || own.is_none_or(|(own, _)| own != group));
                found
            }
            Remainder::Outside(run) => {
                let mut found = self.spans.within(run);
                let others_are_within = |places: &[u32]| {
                    let mut others = places.iter().filter(|&&place| Some(place) != lost);
                    let first = others.next();
                    first.is_some_and(|first| run.contains(first))
                        && others.next_back().is_none_or(|last| run.contains(last))
                };
                found.extend(own.filter(|(_, places)| others_are_within(places)).map(|(group, _)| *group));
                found
            }
        }
    }
}

/// Runs of an order, each of a group.
struct Runs {
    /// By start.
    runs: Vec<(Range<u32>, Group)>,
    /// A tree over the ends: its leaves, behind the first half, are those of the runs; above each two are the least and the
    /// largest of them.
    ends: Vec<(u32, u32)>,
}

impl Runs {
    fn new(mut runs: Vec<(Range<u32>, Group)>) -> Self {
        runs.sort_by_key(|(run, group)| (run.start, run.end, *group));
        let leaves = runs.len().next_power_of_two();
        // What there isn't is neither small nor large.
        let mut ends = vec![(u32::MAX, 0); 2 * leaves];
        ends[leaves..].iter_mut().zip(&runs).for_each(|(end, (run, _))| *end = (run.end, run.end));
        for at in (1..leaves).rev() {
            let (left, right) = (ends[2 * at], ends[2 * at + 1]);
            ends[at] = (left.0.min(right.0), left.1.max(right.1));
        }
        Self { runs, ends }
    }

    /// The groups of the runs that hold another.
    fn around(&self, inner: &Range<u32>) -> Vec<Group> {
        let behind = self.runs.partition_point(|(run, _)| run.start <= inner.start);
        self.groups(0..behind, |(_, largest)| largest >= inner.end)
    }

    /// The groups of the runs that another holds.
    fn within(&self, outer: &Range<u32>) -> Vec<Group> {
        let first = self.runs.partition_point(|(run, _)| run.start < outer.start);
        self.groups(first..self.runs.len(), |(least, _)| least <= outer.end)
    }

    /// The groups of those among `own` runs of which `holds` is true, as it is of what stands above them.
    fn groups(&self, own: Range<usize>, holds: impl Fn((u32, u32)) -> bool) -> Vec<Group> {
        let leaves = self.ends.len() / 2;
        let mut found = Vec::new();
        // Places in the tree with the leaves below them.
        let mut next = vec![(1, 0..leaves)];
        while let Some((at, below)) = next.pop() {
            if below.end <= own.start || own.end <= below.start || !holds(self.ends[at]) {
                continue;
            }
            if at >= leaves {
                found.push(self.runs[at - leaves].1);
            } else {
                let middle = below.start.midpoint(below.end);
                next.extend([(2 * at, below.start..middle), (2 * at + 1, middle..below.end)]);
            }
        }
        found
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).expect("a graph has fewer than 2^32 places")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against a look at every place.
        #[test]
        fn groups_outside_a_remainder_are_those_without_a_place_in_it(
            group in proptest::collection::vec(proptest::option::of(0_usize..5), 1..20),
            cut in 0_usize..20,
            ends in (0_usize..20, 0_usize..20),
            (is_within, is_lost) in any::<(bool, bool)>(),
        ) {
            let cut = cut % group.len();
            let components: Vec<usize> = [cut, group.len() - cut].into_iter().filter(|&size| size > 0).collect();
            let groups = Groups::new(&group, &components);
            let mut start = 0;
            for size in components {
                let (a, b) = (start + ends.0 % size, start + ends.1 % size);
                let run = number(a.min(b))..number(a.max(b)) + 1;
                // The place before the run.
                let lost = (is_lost && run.start > number(start)).then(|| run.start - 1);
                let remainder = if is_within { Remainder::Within(run.clone()) } else { Remainder::Outside(run.clone()) };
                let places = || (start..start + size).filter(|&at| Some(number(at)) != lost);
                let remains = |at: usize| run.contains(&number(at)) == is_within;
                let all: BTreeSet<usize> = places().filter_map(|at| group[at]).collect();
                let left: BTreeSet<usize> = places().filter(|&at| remains(at)).filter_map(|at| group[at]).collect();
                let mut found: Vec<usize> =
                    groups.outside(&remainder, lost).into_iter().map(|group| group.number).collect();
                found.sort_unstable();
                prop_assert_eq!(found, all.difference(&left).copied().collect::<Vec<_>>());
                start += size;
            }
        }
    }

    #[test]
    fn nothing_has_no_groups() {
        assert!(Groups::new(&[], &[]).outside(&Remainder::Within(0..1), None).is_empty());
        assert!(Groups::new(&[None], &[1]).outside(&Remainder::Outside(0..1), None).is_empty());
    }
}
