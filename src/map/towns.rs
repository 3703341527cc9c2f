//! Towns of a gazetteer as rings.

use std::cmp::Reverse;

use super::{options::Town, painter::Painter};
use crate::scene::{Fill, Mark, Shape, Style};

/// The ring of a town of a million inhabitants has a radius of so many pixels on a page of 1600 x 900; its area grows with them.
const OF_A_MILLION: f64 = 13.0;

/// The smallest and the largest radius.
const RADII: std::ops::RangeInclusive<f64> = 2.2..=16.0;

/// The numbers of inhabitants that the legend shows rings of.
const SHOWN: [u64; 4] = [10_000, 100_000, 1_000_000, 10_000_000];

impl Painter<'_> {
    /// Rings whose area grows with the inhabitants, the largest at the back.
    pub(super) fn towns(&mut self, towns: &[Town]) {
        let unit = self.page.unit;
        let radius = |population: u64| {
            let r = OF_A_MILLION * (population as f64 / 1e6).sqrt();
            unit * r.clamp(*RADII.start(), *RADII.end())
        };
        let mut order: Vec<usize> = (0..towns.len()).collect();
        order.sort_by_key(|&number| (Reverse(towns[number].population), number));
        let style = Style {
            fill: Some(Fill::None),
            stroke_width: Some(self.px(1.6)),
            ..Style::line(self.theme.accent, self.px(1.6))
        };
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
        let shown = SHOWN.into_iter().filter(|&size| size >= least / 10 && size <= most.saturating_mul(10));
        self.drawn.town_sizes = shown.map(|size| (usize::try_from(size).unwrap_or(usize::MAX), radius(size))).collect();
        self.nodes.push(group.into());
    }
}
