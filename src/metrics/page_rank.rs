use super::Threads;
use crate::graph::Adjacency;

/// The share of steps that follow an edge.
const DAMPING: f64 = 0.85;
/// The iteration ends when all changes together are smaller than this.
const TOLERANCE: f64 = 1e-12;
/// The change shrinks by the damping in every step, so that 1e-12 takes fewer than 200.
const STEPS: usize = 1000;
/// How many nodes one task of a step has.
const TASK: usize = 1 << 15;

/// The PageRank of every node: the share of time a walker spends at it who follows a random edge 85 times in 100 and
/// else, or where there is no edge, goes on from any node (S. Brin and L. Page, "The anatomy of a large-scale
/// hypertextual web search engine", 1998). All add up to 1.
///
/// Iterated until the changes of all nodes add up to less than 1e-12. O(edges) for each of fewer than 200 steps.
pub fn page_rank(graph: &Adjacency, threads: Threads) -> Vec<f64> {
    let count = graph.node_count();
    let mut ranks = vec![1.0 / count as f64; count];
    let mut shares = vec![0.0; count];
    for _ in 0..STEPS {
        let mut stuck = 0.0;
        for (node, (share, &rank)) in graph.nodes().zip(shares.iter_mut().zip(&ranks)) {
            let degree = graph.degree(node);
            *share = if degree > 0 { rank / degree as f64 } else { 0.0 };
            stuck += if degree > 0 { 0.0 } else { rank };
        }
        let base = (1.0 - DAMPING + DAMPING * stuck) / count as f64;
        let parts = threads.map(
            count.div_ceil(TASK),
            || (),
            |(), task| {
                let of = |node: u32| {
                    base + DAMPING * graph.neighbours(node).iter().map(|&other| shares[other as usize]).sum::<f64>()
                };
                graph.nodes().skip(task * TASK).take(TASK).map(of).collect::<Vec<f64>>()
            },
        );
        let next: Vec<f64> = parts.concat();
        let change: f64 = next.iter().zip(&ranks).map(|(next, rank)| (next - rank).abs()).sum();
        ranks = next;
        if change < TOLERANCE {
            break;
        }
    }
    ranks
}
