use crate::graph::Adjacency;

/// The iteration ends when no value is further than this from what its neighbours make it, relative to the eigenvalue.
const TOLERANCE: f64 = 1e-12;
/// How many steps are made at most.
const STEPS: usize = 100_000;

/// The eigenvector centrality of every node: proportional to the sum of its neighbours', the factor being the largest
/// eigenvalue of the adjacency matrix (P. Bonacich, "Power and centrality", American Journal of Sociology 92, 1987). The
/// squares of all add up to 1; none is negative. All 0 in a graph without an edge.
///
/// Only the components with the largest eigenvalue have values above 0; where they are several, each has the share
/// that an even start gives it. `None` where 100,000 steps don't settle to 1e-12, as in very long chains.
///
/// Power iteration on the matrix with one added on its diagonal, which has the same vectors and doesn't oscillate:
/// O(edges) a step.
pub fn eigenvector(graph: &Adjacency) -> Option<Vec<f64>> {
    let count = graph.node_count();
    if graph.edge_count() == 0 {
        return Some(vec![0.0; count]);
    }
    let mut values = vec![1.0 / (count as f64).sqrt(); count];
    let mut next = vec![0.0; count];
    for _ in 0..STEPS {
        for (node, next) in graph.nodes().zip(&mut next) {
            *next = graph.neighbours(node).iter().map(|&other| values[other as usize]).sum();
        }
        // The Rayleigh quotient, the vector being of length 1.
        let eigenvalue: f64 = next.iter().zip(&values).map(|(next, value)| next * value).sum();
        let error = next.iter().zip(&values).map(|(next, value)| (next - eigenvalue * value).abs()).fold(0.0, f64::max);
        if error <= TOLERANCE * eigenvalue {
            return Some(values);
        }
        next.iter_mut().zip(&values).for_each(|(next, value)| *next += value);
        let length = next.iter().map(|value| value * value).sum::<f64>().sqrt();
        next.iter_mut().for_each(|value| *value /= length);
        std::mem::swap(&mut values, &mut next);
    }
    None
}
