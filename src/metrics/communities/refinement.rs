use super::{
    moving::{Community, Partition},
    weighted::Weighted,
};
use crate::metrics::random::Random;

/// How likely a worse choice is, in edges: the value of the paper.
const RANDOMNESS: f64 = 0.01;

/// Splits each community into well-connected parts, which the next level merges. Returns the part of every node.
///
/// Every node begins as a part of its own. A node that is still alone, and connected well enough to its community,
/// joins a well-connected part of the same community. Which one is drawn among those that improve the quality; the best
/// is most likely. This is the "refinement phase" of the Leiden algorithm. Since a node joins only a part that it has
/// an edge to, every part is connected.
pub(super) fn refine(graph: &impl Weighted, whole: &Partition, scale: f64, random: &mut Random) -> Vec<u32> {
    let count = u32::try_from(graph.node_count()).unwrap_or(u32::MAX);
    let mut parts = Partition::new(graph, (0..count).collect());
    let within = |node: u32| {
        let of = whole.of[node as usize];
        graph.neighbours(node).filter(move |&(other, _)| whole.of[other as usize] == of)
    };
    // For each part, the total weight of its edges to the rest of its community.
    let mut outward: Vec<u64> =
        (0..count).map(|node| within(node).map(|(_, weight)| u64::from(weight)).sum()).collect();
    let mut order: Vec<u32> = (0..count).collect();
    random.shuffle(&mut order);
    let (mut touched, mut choices) = (Vec::new(), Vec::<(f64, u32)>::new());
    for node in order {
        let community = whole.communities[whole.of[node as usize] as usize].total;
        let is_well_tied =
            |outward: u64, size: u32| outward as f64 >= scale * f64::from(size) * f64::from(community - size);
        let (own, size) = (node as usize, graph.size(node));
        let is_alone = parts.of[own] == node && parts.members[own] == 1;
        if !is_alone || outward[own] == 0 || !is_well_tied(outward[own], size) {
            continue;
        }
        parts.link(within(node), &mut touched);
        for &part in &touched {
            let Community { total, links } = parts.communities[part as usize];
            let gain = f64::from(links) - scale * f64::from(size) * f64::from(total);
            if gain >= 0.0 && is_well_tied(outward[part as usize], total) {
                choices.push((gain, part));
            }
        }
        if let Some(part) = draw(&choices, random) {
            let links = u64::from(parts.communities[part as usize].links);
            // Each of these edges was counted as outward at both its ends.
            outward[part as usize] = outward[part as usize] + outward[own] - 2 * links;
            parts.put(node, size, part);
        }
        choices.clear();
        parts.unlink(&mut touched);
    }
    parts.of
}

/// Draws a choice with a probability proportional to e^(gain / [`RANDOMNESS`]); `None` if there are no choices.
fn draw(choices: &[(f64, u32)], random: &mut Random) -> Option<u32> {
    let best = choices.iter().map(|&(gain, _)| gain).fold(0.0, f64::max);
    let weight = |gain: f64| ((gain - best) / RANDOMNESS).exp();
    let mut left = random.share() * choices.iter().map(|&(gain, _)| weight(gain)).sum::<f64>();
    let drawn = choices.iter().find(|&&(gain, _)| {
        left -= weight(gain);
        left < 0.0
    });
    drawn.or(choices.last()).map(|&(_, part)| part)
}
