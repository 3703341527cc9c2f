use super::{
    Threads,
    hanging_trees::{DEPTH, Depths, HangingTrees},
};
use crate::graph::Adjacency;

/// The number of words, of 64 sources each, that are searched from at once.
const WORDS: usize = 8;
/// From this many sources of one kind on, they get a word of their own.
const OWN_WORD: usize = 16;

/// The number of nodes at each depth of the trees in which they hang.
type Counts = [u64; DEPTH + 1];

/// Breadth-first searches from every node of a core at once; hanging trees count.
///
/// A bit of a word stands for a source, so that one step along an edge serves hundreds of sources: M. Then et al., "The
/// More the Merrier: Efficient Multi-Source Graph Traversal", PVLDB 8 (2014). Sources of the same hanging tree share
/// words, so that counting bits counts all that hangs on them.
pub(super) struct ManySearches<'t> {
    trees: &'t HangingTrees,
    /// The sources of all words, word after word.
    words: Vec<Word>,
}

/// A word of up to 64 sources.
struct Word {
    sources: Vec<u32>,
    /// The tree of each source, if all are the same.
    alike: Option<Depths>,
}

/// One bit for each source, in a cache line of its own.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Sources([u64; WORDS]);

impl Sources {
    const NONE: Self = Self([0; WORDS]);
}

impl<'t> ManySearches<'t> {
    pub fn new(trees: &'t HangingTrees) -> Self {
        let mut order: Vec<u32> = trees.core.nodes().collect();
        order.sort_by_key(|&node| (trees.depths[node as usize], node));
        let (mut words, mut mixed) = (Vec::new(), Vec::new());
        for kind in order.chunk_by(|&a, &b| trees.depths[a as usize] == trees.depths[b as usize]) {
            for sources in kind.chunks(64) {
                if sources.len() < OWN_WORD {
                    mixed.extend_from_slice(sources);
                } else {
                    words.push(Word { sources: sources.to_vec(), alike: Some(trees.depths[sources[0] as usize]) });
                }
            }
        }
        words.extend(mixed.chunks(64).map(|sources| Word { sources: sources.to_vec(), alike: None }));
        Self { trees, words }
    }

    /// Searches from all sources, spread over at most `tasks` tasks, which are the same for any number of threads.
    ///
    /// Each task begins with `start()`. Then `meets(task's, node, distance, counts)` is called for every node of the
    /// core and every distance at which there are sources. `counts` has the number of nodes that hang on those sources
    /// at each depth, as far down as anything hangs; the sources themselves are at depth 0. Returns the results of the
    /// tasks, in order.
    pub fn run<T: Send>(
        &self,
        threads: Threads,
        tasks: usize,
        start: impl Fn() -> T + Sync,
        meets: impl Fn(&mut T, u32, u32, &[u64]) + Sync,
    ) -> Vec<T> {
        let batches: Vec<&[Word]> = self.words.chunks(WORDS).collect();
        let tasks = tasks.min(batches.len());
        threads.map(
            tasks,
            || Search::new(&self.trees.core),
            |search, first| {
                let mut result = start();
                for batch in batches.iter().skip(first).step_by(tasks) {
                    search.run(batch, &self.trees.depths, |node, distance, counts| {
                        meets(&mut result, node, distance, counts);
                    });
                }
                result
            },
        )
    }
}

/// The buffers of one thread.
struct Search<'g> {
    graph: &'g Adjacency,
    /// For each node, the sources that have met it.
    seen: Vec<Sources>,
    /// For each node, the sources that met it in the last step.
    frontier: Vec<Sources>,
    /// For each node, the sources that met its neighbours in the last step. All bits are zero between steps.
    handed: Vec<Sources>,
    /// The nodes with a nonempty frontier.
    met: Vec<u32>,
    /// Whether each node is in `touched`.
    is_touched: Vec<bool>,
    /// The nodes that something was passed on to; one place longer than the number of nodes.
    touched: Vec<u32>,
}

impl<'g> Search<'g> {
    fn new(graph: &'g Adjacency) -> Self {
        let count = graph.node_count();
        Self {
            graph,
            seen: vec![Sources::NONE; count],
            frontier: vec![Sources::NONE; count],
            handed: vec![Sources::NONE; count],
            met: Vec::new(),
            is_touched: vec![false; count],
            touched: vec![0; count + 1],
        }
    }

    fn run(&mut self, batch: &[Word], depths: &[Depths], mut meets: impl FnMut(u32, u32, &[u64])) {
        self.seen.fill(Sources::NONE);
        self.met.clear();
        for (word, sources) in batch.iter().enumerate() {
            for (bit, &source) in sources.sources.iter().enumerate() {
                self.seen[source as usize].0[word] |= 1 << bit;
                self.frontier[source as usize] = self.seen[source as usize];
                self.met.push(source);
            }
        }
        let hanging = batch.iter().flat_map(|word| &word.sources).map(|&source| depth_of(&depths[source as usize]));
        let deepest = hanging.max().unwrap_or(0);
        let (handed, is_touched, touched) = (&mut self.handed[..], &mut self.is_touched[..], &mut self.touched[..]);
        let mut distance = 0;
        while !self.met.is_empty() {
            distance += 1;
            let mut touched_count = 0;
            for &node in &self.met {
                let frontier = self.frontier[node as usize];
                for &other in self.graph.neighbours(node) {
                    let handed = &mut handed[other as usize];
                    for word in 0..WORDS {
                        handed.0[word] |= frontier.0[word];
                    }
                    touched[touched_count] = other;
                    touched_count += usize::from(!is_touched[other as usize]);
                    is_touched[other as usize] = true;
                }
            }
            self.met.clear();
            for &node in &touched[..touched_count] {
                is_touched[node as usize] = false;
                let (handed, seen) = (&mut handed[node as usize], &mut self.seen[node as usize]);
                let (mut new, mut any) = (Sources::NONE, 0);
                for word in 0..WORDS {
                    new.0[word] = handed.0[word] & !seen.0[word];
                    seen.0[word] |= handed.0[word];
                    any |= new.0[word];
                }
                *handed = Sources::NONE;
                if any == 0 {
                    continue;
                }
                self.frontier[node as usize] = new;
                self.met.push(node);
                // If nothing hangs on any source, all bits count the same.
                if deepest == 0 {
                    let sources = new.0.iter().map(|word| word.count_ones()).sum::<u32>();
                    meets(node, distance, &[u64::from(sources)]);
                } else {
                    let mut counts = [0; DEPTH + 1];
                    count(batch, &new, depths, &mut counts);
                    meets(node, distance, &counts[..=deepest]);
                }
            }
        }
    }
}

/// The depth of the trees on a node.
pub(super) fn depth_of(depths: &Depths) -> usize {
    depths.iter().rposition(|&nodes| nodes > 0).unwrap_or(0)
}

/// Adds up the nodes that hang on the sources in `met`.
fn count(batch: &[Word], met: &Sources, depths: &[Depths], counts: &mut Counts) {
    for (word, &bits) in batch.iter().zip(&met.0).filter(|(_, bits)| **bits != 0) {
        if let Some(alike) = &word.alike {
            let sources = u64::from(bits.count_ones());
            for (count, &at_depth) in counts.iter_mut().zip(alike) {
                *count += sources * u64::from(at_depth);
            }
            continue;
        }
        let mut bits = bits;
        while bits != 0 {
            let source = word.sources[bits.trailing_zeros() as usize];
            for (count, &at_depth) in counts.iter_mut().zip(&depths[source as usize]) {
                *count += u64::from(at_depth);
            }
            bits &= bits - 1;
        }
    }
}
