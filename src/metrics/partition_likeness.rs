use std::collections::BTreeMap;

/// The similarity of two partitions of the same nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartitionLikeness {
    /// The normalised mutual information: how much one partition tells about the other, divided by the mean of their
    /// entropies; from 0 to 1 (L. Danon, A. Díaz-Guilera, J. Duch and A. Arenas, "Comparing community structure
    /// identification", Journal of Statistical Mechanics P09008, 2005). Many small parts raise it by chance. 1 if both
    /// have only one part.
    pub mutual_information: f64,
    /// The adjusted Rand index: the share of pairs of nodes on which the partitions agree, corrected for chance; 1 if
    /// they are the same, and 0 on average for random ones (L. Hubert and P. Arabie, "Comparing partitions", Journal of
    /// Classification 2, 1985). 1 if in both all nodes are alone, or all are together.
    pub adjusted_rand: f64,
}

/// The similarity of two partitions, given by the part of every node in each. `None` without a node. O(nodes log
/// nodes).
pub fn partition_likeness(parts: impl Iterator<Item = (u32, u32)>) -> Option<PartitionLikeness> {
    let mut pairs: Vec<(u32, u32)> = parts.collect();
    if pairs.is_empty() {
        return None;
    }
    pairs.sort_unstable();
    let count = pairs.len() as f64;
    let shared: Vec<u64> = pairs.chunk_by(|x, y| x == y).map(|same| same.len() as u64).collect();
    let sizes = |part: fn(&(u32, u32)) -> u32| {
        let mut sizes: BTreeMap<u32, u64> = BTreeMap::new();
        pairs.iter().for_each(|pair| *sizes.entry(part(pair)).or_default() += 1);
        sizes.into_values().collect::<Vec<u64>>()
    };
    let (first, second) = (sizes(|pair| pair.0), sizes(|pair| pair.1));
    let entropy = |sizes: &[u64]| -sizes.iter().map(|&size| size as f64 / count).map(|p| p * p.ln()).sum::<f64>();
    let (of_first, of_second, of_both) = (entropy(&first), entropy(&second), entropy(&shared));
    let mean = (of_first + of_second) / 2.0;
    let mutual_information = if mean > 0.0 { ((of_first + of_second - of_both) / mean).clamp(0.0, 1.0) } else { 1.0 };
    // The number of pairs of nodes in the same part.
    let together =
        |sizes: &[u64]| sizes.iter().map(|&size| u128::from(size) * u128::from(size - 1) / 2).sum::<u128>() as f64;
    let (in_first, in_second, in_both) = (together(&first), together(&second), together(&shared));
    let all = count * (count - 1.0) / 2.0;
    let expected = if all > 0.0 { in_first * in_second / all } else { 0.0 };
    let most = (in_first + in_second) / 2.0;
    let adjusted_rand = if most > expected { (in_both - expected) / (most - expected) } else { 1.0 };
    Some(PartitionLikeness { mutual_information, adjusted_rand })
}
