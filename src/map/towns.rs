//! Towns of a gazetteer as rings.

use std::cmp::Reverse;

use super::{options::Town, painter::Painter};
use crate::scene::{Fill, Mark, Shape, Style};

/// The radius of the ring of a town with a million inhabitants, in pixels of a page of 1600 x 900.
const OF_A_MILLION: f64 = 13.0;

/// The smallest and the largest radius.
const RADII: std::ops::RangeInclusive<f64> = 2.2..=16.0;

/// The populations whose rings the legend shows, if they lie between the smallest and the largest of the towns.
const SHOWN: [u64; 4] = [10_000, 100_000, 1_000_000, 10_000_000];

impl Painter<'_> {
    /// Draws rings whose area grows with the population, the largest at the back.
    pub(super) fn towns(&mut self, towns: &[Town]) {
        let unit = self.page.unit;
        let radius = |population: u64| {
            let r = OF_A_MILLION * (population as f64 / 1e6).sqrt();
            unit * r.clamp(*RADII.start(), *RADII.end())
        };
        let mut order: Vec<usize> = (0..towns.len()).collect();
        order.sort_by_key(|&number| (Reverse(towns[number].population), number));
        let style = Style { fill: Some(Fill::None), ..Style::line(self.theme.accent, self.px(1.6)) };
        let mut group = self.layer("untied-towns", style);
        for number in order {
            let town = &towns[number];
            let Some(at @ [x, y]) = self.projection.visible([town.position.lon(), town.position.lat()]) else {
                continue;
            };
            let r = radius(town.population);
            let inhabitants = self.naming.language.number(usize::try_from(town.population).unwrap_or(usize::MAX));
            group.push(Mark::new(Shape::Circle { x, y, r }).tooltip(format!("{}: {inhabitants}", town.name)));
            self.drawn.towns.push((town.name.clone(), at, r));
        }
        let populations = || towns.iter().map(|town| town.population);
        let (least, most) = (populations().min().unwrap_or(0), populations().max().unwrap_or(0));
        let mut shown: Vec<u64> = SHOWN.into_iter().filter(|size| (least..=most).contains(size)).collect();
        if shown.is_empty() {
            shown = vec![most];
        }
        let in_the_legend = shown.into_iter().filter(|&size| size > 0);
        self.drawn.town_sizes =
            in_the_legend.map(|size| (usize::try_from(size).unwrap_or(usize::MAX), radius(size))).collect();
        self.nodes.push(group.into());
    }
}
