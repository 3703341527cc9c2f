//! Finds the groups of places, such as those of a region, that a loss cuts off with all their places.

use std::ops::Range;

/// The largest part of a component that stays connected after a loss, as positions in a depth-first order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remainder {
    /// A range of the order.
    Within(Range<u32>),
    /// The part of the component outside a range.
    Outside(Range<u32>),
}

/// Groups of the places of a graph, such as the regions in which they lie, to find those without a place in a
/// remainder.
pub struct Groups {
    /// The gaps of each group: the ranges of the order between two consecutive places of the group, before its first
    /// and behind its last.
    free: Runs,
    /// The range from the first place of each group to its last.
    spans: Runs,
    /// The groups of each component, with their places in order.
    groups: Vec<(Group, Vec<u32>)>,
    /// For each position of the order, the index of its group.
    of_place: Vec<Option<usize>>,
}

/// The places of one group in a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// The number of the group.
    pub number: usize,
    /// The number of its places in the component.
    pub places: usize,
}

impl Groups {
    /// `group` gives the group of each position of the order, if any, and `components` the number of places of each
    /// component, in order. O(n log n) for n places.
    pub fn new(group: &[Option<usize>], components: &[usize]) -> Self {
        let count = group.iter().flatten().max().map_or(0, |last| last + 1);
        // The places of each group in the current component.
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

    /// The groups that have places in the remainder's component but none in the remainder. `lost` is the position of a
    /// place that is neither in the remainder nor cut off from it. O((n + 1) log places) for n groups.
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

/// Ranges of an order, each belonging to a group.
struct Runs {
    /// The ranges by start.
    runs: Vec<(Range<u32>, Group)>,
    /// A tree over the ends of the ranges. Its leaves, in the second half, are those of the ranges; each inner node has
    /// the smallest and the largest end below it.
    ends: Vec<(u32, u32)>,
}

impl Runs {
    fn new(mut runs: Vec<(Range<u32>, Group)>) -> Self {
        runs.sort_by_key(|(run, group)| (run.start, run.end, *group));
        let leaves = runs.len().next_power_of_two();
        // Missing leaves don't affect the smallest or the largest end.
        let mut ends = vec![(u32::MAX, 0); 2 * leaves];
        ends[leaves..].iter_mut().zip(&runs).for_each(|(end, (run, _))| *end = (run.end, run.end));
        for at in (1..leaves).rev() {
            let (left, right) = (ends[2 * at], ends[2 * at + 1]);
            ends[at] = (left.0.min(right.0), left.1.max(right.1));
        }
        Self { runs, ends }
    }

    /// The groups of the ranges that contain `inner`.
    fn around(&self, inner: &Range<u32>) -> Vec<Group> {
        let behind = self.runs.partition_point(|(run, _)| run.start <= inner.start);
        self.groups(0..behind, |(_, largest)| largest >= inner.end)
    }

    /// The groups of the ranges that `outer` contains.
    fn within(&self, outer: &Range<u32>) -> Vec<Group> {
        let first = self.runs.partition_point(|(run, _)| run.start < outer.start);
        self.groups(first..self.runs.len(), |(least, _)| least <= outer.end)
    }

    /// The groups of those ranges among `own` for which `holds` is true. If it is true for a range, it is true for the
    /// nodes above it.
    fn groups(&self, own: Range<usize>, holds: impl Fn((u32, u32)) -> bool) -> Vec<Group> {
        let leaves = self.ends.len() / 2;
        let mut found = Vec::new();
        // Nodes of the tree, with the leaves below them.
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
        /// The oracle looks at every place.
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
                // The place before the range.
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
