use crate::graph::Adjacency;

/// Runs breadth-first searches of one graph, one after the other, each from a single node.
pub(super) struct BreadthFirst<'g> {
    graph: &'g Adjacency,
    /// For each node, the number of the last search that met it.
    met_in: Vec<u32>,
    search: u32,
    /// The nodes met, level after level.
    met: Vec<u32>,
    /// The index in `met` at which the last level begins.
    last: usize,
}

impl<'g> BreadthFirst<'g> {
    pub fn new(graph: &'g Adjacency) -> Self {
        Self { graph, met_in: vec![0; graph.node_count()], search: 0, met: Vec::new(), last: 0 }
    }

    /// Begins a search, whose first level is the node itself.
    pub fn begin(&mut self, node: u32) {
        if self.search == u32::MAX {
            self.met_in.fill(0);
            self.search = 0;
        }
        self.search += 1;
        self.met.clear();
        self.met.push(node);
        self.met_in[node as usize] = self.search;
        self.last = 0;
    }

    /// The last level found.
    pub fn level(&self) -> &[u32] {
        &self.met[self.last..]
    }

    /// Finds the next level, which may be empty.
    pub fn advance(&mut self) -> &[u32] {
        let range = self.last..self.met.len();
        self.last = range.end;
        for at in range {
            for &other in self.graph.neighbours(self.met[at]) {
                if self.met_in[other as usize] != self.search {
                    self.met_in[other as usize] = self.search;
                    self.met.push(other);
                }
            }
        }
        self.level()
    }

    /// Searches from a node to the end, and calls `see` with each level and its distance, from the node itself on.
    pub fn run(&mut self, node: u32, mut see: impl FnMut(u32, &[u32])) {
        self.begin(node);
        let mut distance = 0;
        while !self.level().is_empty() {
            see(distance, self.level());
            self.advance();
            distance += 1;
        }
    }
}
