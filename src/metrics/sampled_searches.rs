use crate::graph::Adjacency;

/// The number of words, of 64 sources each, that are searched from at once.
const WORDS: usize = 4;
/// The number of sources that are searched from at once.
pub(super) const SOURCES: usize = 64 * WORDS;
/// The number of binary digits of the counters: they are read before they have counted 2^16 nodes.
const PLANES: usize = 16;

/// One bit for each source.
type Bits = [u64; WORDS];

/// Breadth-first searches from several nodes at once, which count the nodes that each of them meets at each distance.
///
/// One step along an edge serves all sources: M. Then et al., "The More the Merrier: Efficient Multi-Source Graph
/// Traversal", PVLDB 8 (2014). What each source has met is added up in counters whose digits are in separate words.
pub(super) struct SampledSearches<'g> {
    graph: &'g Adjacency,
    /// For each node, the sources that have met it.
    seen: Vec<Bits>,
    /// For each node, the sources that met it in the last step.
    frontier: Vec<Bits>,
    /// For each node, the sources that met its neighbours in the last step. All bits are zero between steps.
    handed: Vec<Bits>,
    met: Vec<u32>,
    touched: Vec<u32>,
}

impl<'g> SampledSearches<'g> {
    pub fn new(graph: &'g Adjacency) -> Self {
        let none = || vec![[0; WORDS]; graph.node_count()];
        Self { graph, seen: none(), frontier: none(), handed: none(), met: Vec::new(), touched: Vec::new() }
    }

    /// For each source, of which there may be [`SOURCES`], the number of nodes that it meets at each distance, from 0
    /// on.
    pub fn run(&mut self, sources: &[u32]) -> Vec<Vec<u64>> {
        let mut counts = vec![vec![1]; sources.len()];
        self.seen.fill([0; WORDS]);
        self.met.clear();
        for (number, &source) in sources.iter().enumerate() {
            let bits = &mut self.seen[source as usize];
            if bits.iter().all(|&word| word == 0) {
                self.met.push(source);
            }
            bits[number / 64] |= 1 << (number % 64);
        }
        self.met.iter().for_each(|&node| self.frontier[node as usize] = self.seen[node as usize]);
        while !self.met.is_empty() {
            for &node in &self.met {
                let frontier = self.frontier[node as usize];
                for &other in self.graph.neighbours(node) {
                    let handed = &mut self.handed[other as usize];
                    if handed.iter().all(|&word| word == 0) {
                        self.touched.push(other);
                    }
                    handed.iter_mut().zip(frontier).for_each(|(handed, word)| *handed |= word);
                }
            }
            self.met.clear();
            let mut counters = Counters::new();
            for node in self.touched.drain(..) {
                let handed = std::mem::take(&mut self.handed[node as usize]);
                let seen = &mut self.seen[node as usize];
                let mut new = [0; WORDS];
                for word in 0..WORDS {
                    new[word] = handed[word] & !seen[word];
                    seen[word] |= handed[word];
                }
                if new.iter().any(|&word| word != 0) {
                    self.frontier[node as usize] = new;
                    self.met.push(node);
                    counters.add(&new);
                }
            }
            if !self.met.is_empty() {
                counts.iter_mut().zip(counters.read()).for_each(|(counts, count)| counts.push(count));
            }
        }
        for counts in &mut counts {
            while counts.last() == Some(&0) {
                counts.pop();
            }
        }
        counts
    }
}

/// A counter for each source. The counters of a word are bit-sliced: a plane has one binary digit of each.
struct Counters {
    planes: [Bits; PLANES],
    /// The number of additions since they were last read.
    added: u32,
    sums: Vec<u64>,
}

impl Counters {
    fn new() -> Self {
        Self { planes: [[0; WORDS]; PLANES], added: 0, sums: vec![0; SOURCES] }
    }

    #[inline]
    fn add(&mut self, bits: &Bits) {
        for word in 0..WORDS {
            let mut carry = bits[word];
            for plane in &mut self.planes {
                if carry == 0 {
                    break;
                }
                let digit = &mut plane[word];
                (*digit, carry) = (*digit ^ carry, *digit & carry);
            }
        }
        self.added += 1;
        if self.added == (1 << PLANES) - 1 {
            self.empty();
        }
    }

    fn empty(&mut self) {
        for (power, plane) in self.planes.iter().enumerate() {
            for (number, sum) in self.sums.iter_mut().enumerate() {
                *sum += (plane[number / 64] >> (number % 64) & 1) << power;
            }
        }
        self.planes = [[0; WORDS]; PLANES];
        self.added = 0;
    }

    fn read(mut self) -> Vec<u64> {
        self.empty();
        self.sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_carry() {
        let mut counters = Counters::new();
        for n in 0..100_000_u64 {
            counters.add(&[1 | u64::from(n % 2 == 0) << 63, 0, 0, u64::from(n % 1000 == 0) << 5]);
        }
        let sums = counters.read();
        assert_eq!((sums[0], sums[63], sums[64], sums[197]), (100_000, 50_000, 0, 100));
    }

    #[test]
    fn a_source_may_come_twice() {
        let graph = Adjacency::new(5, [(0, 1), (1, 2), (2, 3)]);
        let found = SampledSearches::new(&graph).run(&[0, 1, 0, 4]);
        assert_eq!(found, [vec![1, 1, 1, 1], vec![1, 2, 1], vec![1, 1, 1, 1], vec![1]]);
    }
}
