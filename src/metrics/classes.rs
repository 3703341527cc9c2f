use std::ops::RangeInclusive;

/// Classes of counts for a choropleth, in ascending order: natural breaks, which are the division into at most `most`
/// classes that makes the squared deviations from the class means smallest (W. D. Fisher, "On Grouping for Maximum
/// Homogeneity", 1958; to cartographers Jenks' breaks), found exactly. Deviations are of square roots, which make
/// counts of any size vary alike (M. S. Bartlett, "The Square Root Transformation in Analysis of Variance", 1936): most
/// regions have few ties, a few have many, and both ends of the scale deserve classes.
///
/// Zeros belong to no class. A class ranges from the smallest to the largest count in it, and none is empty. O(classes
/// x distinct counts squared).
///
/// ```
/// use sistergraph::metrics::classes;
/// assert_eq!(classes(&[1, 1, 2, 0, 9, 10, 30], 3), [1..=2, 9..=10, 30..=30]);
/// ```
pub fn classes(counts: &[usize], most: usize) -> Vec<RangeInclusive<usize>> {
    let mut counts: Vec<usize> = counts.iter().copied().filter(|&count| count > 0).collect();
    counts.sort_unstable();
    let mut distinct: Vec<(usize, f64)> = Vec::new();
    for count in counts {
        match distinct.last_mut() {
            Some((value, times)) if *value == count => *times += 1.0,
            _ => distinct.push((count, 1.0)),
        }
    }
    let starts = starts(&distinct, most.min(distinct.len()));
    let ends = starts.iter().skip(1).copied().chain([distinct.len()]);
    starts.iter().zip(ends).map(|(&start, end)| distinct[start].0..=distinct[end - 1].0).collect()
}

/// The indices at which the best `classes` classes begin, among the distinct values with their frequencies.
fn starts(values: &[(usize, f64)], classes: usize) -> Vec<usize> {
    if classes == 0 {
        return Vec::new();
    }
    // With running sums of the frequency, the root and its square, the deviation of any range takes constant time.
    let mut sums = vec![[0.0; 3]];
    for &(value, times) in values {
        let value = (value as f64).sqrt();
        let [n, sum, squares] = sums[sums.len() - 1];
        sums.push([n + times, sum + times * value, squares + times * value * value]);
    }
    let deviation = |from: usize, to: usize| {
        let [n, sum, squares] = [0, 1, 2].map(|at| sums[to][at] - sums[from][at]);
        (squares - sum * sum / n).max(0.0)
    };
    let count = values.len();
    // In round k, `best[j]` is the smallest deviation of the first j values in k classes, and the origin is where the
    // last class begins.
    let mut best: Vec<f64> = (0..=count).map(|to| if to == 0 { 0.0 } else { deviation(0, to) }).collect();
    let mut origins: Vec<Vec<usize>> = vec![vec![0; count + 1]];
    for class in 1..classes {
        let mut next = vec![f64::INFINITY; count + 1];
        let mut origin = vec![0; count + 1];
        for to in class + 1..=count {
            for (from, before) in best.iter().enumerate().take(to).skip(class) {
                let sum = before + deviation(from, to);
                if sum < next[to] {
                    (next[to], origin[to]) = (sum, from);
                }
            }
        }
        best = next;
        origins.push(origin);
    }
    let mut starts = Vec::with_capacity(classes);
    let mut to = count;
    for origin in origins.iter().rev() {
        to = origin[to];
        starts.push(to);
    }
    starts.reverse();
    starts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn deviation(counts: &[usize], ranges: &[RangeInclusive<usize>]) -> f64 {
        let of = |range: &RangeInclusive<usize>| {
            let inside: Vec<f64> =
                counts.iter().filter(|c| **c > 0 && range.contains(c)).map(|&c| (c as f64).sqrt()).collect();
            let mean = inside.iter().sum::<f64>() / inside.len().max(1) as f64;
            inside.iter().map(|value| (value - mean).powi(2)).sum::<f64>()
        };
        ranges.iter().map(of).sum()
    }

    #[test]
    fn few_values_have_few_classes() {
        assert!(classes(&[], 5).is_empty() && classes(&[0, 0], 5).is_empty());
        assert_eq!(classes(&[3, 3, 3], 5), [3..=3]);
        assert_eq!(classes(&[1, 2, 3], 5), [1..=1, 2..=2, 3..=3]);
    }

    proptest! {
        /// Every count has one class, and no other two breaks give three classes with smaller deviations.
        #[test]
        fn no_other_breaks_are_better(counts in prop::collection::vec(0usize..40, 1..20)) {
            let found = classes(&counts, 3);
            for &count in counts.iter().filter(|&&count| count > 0) {
                prop_assert_eq!(found.iter().filter(|range| range.contains(&count)).count(), 1);
            }
            for a in 1..40 {
                for b in a + 1..41 {
                    let other = deviation(&counts, &[1..=a - 1, a..=b - 1, b..=40]);
                    prop_assert!(deviation(&counts, &found) <= other + 1e-6);
                }
            }
        }
    }
}
