use super::Threads;
use crate::graph::Adjacency;

/// The probability that a step follows an edge.
const DAMPING: f64 = 0.85;
/// The iteration ends when the total error of the equations is less than this.
const TOLERANCE: f64 = 1e-13;
/// The error shrinks to 5/9 or less in every step, so fewer than 100 steps are needed.
const STEPS: usize = 200;
/// The number of nodes of a task.
const TASK: usize = 1 << 15;

/// The PageRank of every node: the share of time that a random walker spends at it. The walker follows a random edge 85
/// times in 100, and otherwise, or if there is no edge, goes on from any node (S. Brin and L. Page, "The anatomy of a
/// large-scale hypertextual web search engine", 1998). All values add up to 1.
///
/// Since edges have no direction, the equations for what each node passes on along one edge are symmetric. They are
/// solved by conjugate gradients (M. R. Hestenes and E. Stiefel, "Methods of conjugate gradients for solving linear
/// systems", Journal of Research of the National Bureau of Standards 49, 1952), preconditioned by the degrees, in a
/// fifth of the steps that following the walker would take. The iteration ends when the errors of all equations add up
/// to less than 1e-13; the ranks are then off by less than 1e-12 in total. O(nodes + edges) for each of fewer than 100
/// steps.
pub fn page_rank(graph: &Adjacency, threads: Threads) -> Vec<f64> {
    let count = graph.node_count();
    let degrees: Vec<f64> = graph.nodes().map(|node| graph.degree(node) as f64).collect();
    // Every node gets this from walkers that go on from any node, including those at nodes without an edge.
    let stuck = degrees.iter().filter(|&&degree| degree == 0.0).count();
    let base = (1.0 - DAMPING) / (count as f64 - DAMPING * stuck as f64);
    let over_degree = |value: f64, degree: f64| if degree > 0.0 { value / degree } else { 0.0 };

    // What each node passes on along an edge, undamped: degree x share - damping x sum of the neighbours' shares =
    // base.
    let mut shares = vec![0.0; count];
    let mut residual: Vec<f64> = degrees.iter().map(|&degree| if degree > 0.0 { base } else { 0.0 }).collect();
    let mut direction: Vec<f64> = residual.iter().zip(&degrees).map(|(&value, &d)| over_degree(value, d)).collect();
    let mut length: f64 = residual.iter().zip(&direction).map(|(a, b)| a * b).sum();
    let mut error: f64 = residual.iter().sum();
    for _ in 0..STEPS {
        if error < TOLERANCE {
            break;
        }
        let (image, curvature) = image(graph, &degrees, &direction, threads);
        let step = length / curvature;
        let mut next_length = 0.0;
        error = 0.0;
        for (((share, residual), (&towards, &image)), &degree) in
            shares.iter_mut().zip(&mut residual).zip(direction.iter().zip(&image)).zip(&degrees)
        {
            *share += step * towards;
            *residual -= step * image;
            next_length += over_degree(*residual * *residual, degree);
            error += residual.abs();
        }
        let turn = next_length / length;
        for ((towards, &residual), &degree) in direction.iter_mut().zip(&residual).zip(&degrees) {
            *towards = over_degree(residual, degree) + turn * *towards;
        }
        length = next_length;
    }
    shares.iter().zip(&degrees).map(|(share, &degree)| if degree > 0.0 { share * degree } else { base }).collect()
}

/// For every node, degree x value minus the damped sum of its neighbours' values; and the product of the two vectors.
fn image(graph: &Adjacency, degrees: &[f64], values: &[f64], threads: Threads) -> (Vec<f64>, f64) {
    let of = |node: u32| {
        let neighbours: f64 = graph.neighbours(node).iter().map(|&other| values[other as usize]).sum();
        degrees[node as usize] * values[node as usize] - DAMPING * neighbours
    };
    let work = |(): &mut (), task: usize| {
        let image: Vec<f64> = graph.nodes().skip(task * TASK).take(TASK).map(of).collect();
        let product: f64 = image.iter().zip(&values[task * TASK..]).map(|(a, b)| a * b).sum();
        (image, product)
    };
    let (image, products): (Vec<_>, Vec<_>) = threads.map(values.len().div_ceil(TASK), || (), work).into_iter().unzip();
    (image.concat(), products.into_iter().sum())
}
