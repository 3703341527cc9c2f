//! Draws the upper layers: ties and places.

use std::cmp::Reverse;

use super::{
    Layer,
    content::Content,
    legend::PALER,
    painter::{Painter, path},
};
use crate::{
    model::PartnershipKind,
    scene::{Fill, Group, Mark, Shape, Style},
};

/// With more dots than this, single ones can't be told apart, and the places with fewest partners are left out.
const MANY_DOTS: usize = 1200;

/// This many of the places left out are drawn nevertheless, those of most renown.
const MOST_RENOWNED: usize = 60;

/// The radius of a dot in an inset, beside the same dot on a map of as many dots: an inset is a fraction of the map's size.
const OF_INSET: f64 = 0.6;

impl Painter<'_> {
    /// Draws ties as great-circle arcs, by kind. The more there are, the thinner and fainter each is. Over coloured
    /// countries they are more transparent.
    pub(super) fn arcs(&mut self, content: &Content, is_over_colours: bool) {
        let count = content.arcs.len().max(1) as f64;
        let width = self.px((1.3 * (250.0 / count).powf(0.2)).clamp(0.5, 1.5));
        let opacity = (0.62 * (250.0 / count).powf(0.5)).clamp(0.06, 0.8);
        // An inset shows few of the arcs, but all of them in the dense area.
        let opacity = if self.prefix.is_empty() { opacity } else { opacity * 0.55 };
        let opacity = if is_over_colours { opacity * 0.6 } else { opacity };
        self.drawn.is_dense = content.is_dense();
        let thin = if self.drawn.is_dense { 1.0 } else { 0.35 } * self.page.unit.max(1.0);
        let style = Style {
            fill: Some(Fill::None),
            stroke_width: Some(width),
            stroke_opacity: Some(opacity),
            ..Style::default()
        };
        let has_centre = content.dots.iter().any(|dot| dot.is_centre);
        let mut group = self.layer(Layer::Arcs.name(), style);
        for &kind in PartnershipKind::ALL {
            let stroke = Some(self.theme.categories[kind as usize]);
            let mut of_kind =
                Group { class: kind.name(), style: Style { stroke, ..Style::default() }, ..Group::default() };
            let arcs: Vec<_> = content.arcs.iter().filter(|arc| arc.kind == kind).collect();
            let pairs: Vec<_> = arcs.iter().map(|arc| Some(arc.ends.map(|end| content.dots[end].position))).collect();
            let paths = self.projection.arcs(&pairs, |strokes| path(&strokes, thin));
            for (arc, path) in arcs.into_iter().zip(paths).filter(|(_, path)| !path.is_empty()) {
                let [a, b] = arc.ends.map(|end| &content.dots[end]);
                let mut mark = Mark::new(Shape::Path(path));
                // In an ego network, the ties of its centre are emphasised.
                if has_centre && !a.is_centre && !b.is_centre {
                    self.drawn.has_paler = true;
                    mark.class = "among-partners";
                    mark.style.stroke_opacity = Some(PALER * opacity);
                }
                if !arc.in_force {
                    self.drawn.dashed = true;
                    mark.class = "not-in-force";
                    mark.style.dash = Some((self.px(5.0), self.px(4.0)));
                }
                if !self.drawn.is_dense {
                    let [a, b] = [a, b].map(|dot| self.naming.place(dot.place));
                    mark = mark.tooltip(format!("{a} – {b}: {}", self.naming.language.kind(kind)));
                }
                of_kind.push(mark);
            }
            if !of_kind.nodes.is_empty() {
                self.drawn.kinds.push(kind);
                group.nodes.push(of_kind.into());
            }
        }
        self.nodes.push(group.into());
    }

    /// Draws places as dots whose area grows with the number of partners, the largest at the back.
    pub(super) fn places(&mut self, content: &Content) {
        let mut visible: Vec<(usize, [f64; 2])> = Vec::new();
        for (number, dot) in content.dots.iter().enumerate() {
            match self.projection.visible(dot.position) {
                Some(at) => visible.push((number, at)),
                None if dot.degree > 0 => self.drawn.beyond.push(number),
                None => {}
            }
        }
        let degree = |number: usize| content.dots[number].degree;
        visible.sort_by_key(|&(number, _)| (Reverse(degree(number)), number));
        let all = visible.len();
        if all > MANY_DOTS {
            // Whole classes of equal degree are left out, so that a sentence can say which.
            let least = degree(visible[MANY_DOTS].0) + 1;
            let drawn = visible.partition_point(|&(number, _)| degree(number) >= least);
            if drawn > 0 {
                let mut others = visible.split_off(drawn);
                // Cities that readers look for have a dot even if the list has few of their partners.
                others.sort_by_cached_key(|&(number, _)| (Reverse(content.dots[number].renown), number));
                let first = others.len().min(MOST_RENOWNED);
                visible.extend(others.drain(..first));
                self.drawn.fewer = Some((others.len(), least));
            }
        }
        let base = (1.8 * (300.0 / all.max(1) as f64).sqrt()).clamp(0.4, 1.8);
        let base = if self.prefix.is_empty() { base } else { base * OF_INSET };
        let unit = self.page.unit;
        // A square must be large enough to be told apart from a circle.
        let least_half = 2.6 * unit;
        let radius = |degree: usize| unit * ((base * (degree.max(1) as f64).sqrt()).min(11.0));
        let style = Style {
            stroke: Some(self.theme.paper),
            stroke_width: Some(self.px((0.45 * base).min(0.8))),
            ..Style::filled(self.theme.ink)
        };
        let mut group = self.layer(Layer::Places.name(), style);
        for &(number, at @ [x, y]) in &visible {
            let dot = &content.dots[number];
            let r = radius(dot.degree) * if dot.is_centre { 1.25 } else { 1.0 };
            let tooltip = self.naming.place_with_degree(dot.place, dot.degree);
            let shape = if dot.is_area {
                self.drawn.has_areas = true;
                // The square has the same area as the dot.
                let half = (r * (std::f64::consts::PI.sqrt() / 2.0)).max(least_half);
                Shape::Rect { x: x - half, y: y - half, width: 2.0 * half, height: 2.0 * half, r: 0.0 }
            } else {
                Shape::Circle { x, y, r }
            };
            let mut mark = Mark::new(shape).tooltip(tooltip);
            mark.data = vec![("place", self.graph.place(dot.place).id().to_owned())];
            if dot.is_centre {
                mark.class = "centre";
                mark.style.fill = Some(Fill::Colour(self.theme.accent));
            }
            group.push(mark);
            self.drawn.dots.push((number, at, r));
        }
        let largest = visible.first().map_or(0, |&(number, _)| degree(number));
        let least = visible.iter().map(|&(number, _)| degree(number).max(1)).min().unwrap_or(0);
        let mut sizes = vec![least, (least + largest).div_ceil(3).max(least).min(largest), largest];
        sizes.retain(|&size| size > 0);
        sizes.dedup();
        self.drawn.dot_sizes = sizes.into_iter().map(|size| (size, radius(size))).collect();
        self.nodes.push(group.into());
    }
}
