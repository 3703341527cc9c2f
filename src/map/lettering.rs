use std::{cmp::Reverse, collections::HashSet};

use super::{
    Layer,
    choropleth::{Choropleth, Class},
    content::{Content, Dot as Shown},
    middle::Middle,
    painter::Painter,
};
use crate::scene::{Bounds, Colour, Group, Label, Mark, PathData, Shape, Style, Wish, place_labels};

/// The most places that get a label, those with most partners first.
const MOST_PLACES: usize = 90;

/// The same if the dots are a crowd.
const MOST_OF_A_CROWD: usize = 600;

/// This many of the first places are important: their dots aren't covered, and if there is no room beside them, their
/// names are smaller or stand off.
const MOST_LOOKED_FOR: usize = 30;

/// The same if the dots are a crowd: these are the capitals and largest cities on a map of the world.
const MOST_LOOKED_FOR_IN_A_CROWD: usize = 120;

/// The most places that the map is about whose names are larger than others.
pub(super) const FEW_CENTRES: usize = 3;

/// The most places with a tie that ask for a label on a map of towns without one.
const MOST_BESIDE_TOWNS: usize = 12;

/// The most of these towns.
const MOST_TOWNS: usize = 60;

/// What a label names, which decides its look.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Centre,
    Place,
    /// A town without a tie.
    Town,
    /// The region that a page is about.
    Subject,
    Region,
    Country,
}

/// With more dots than this, those with fewest partners may be covered by labels.
const MOST_DOTS: usize = 150;

/// With more dots than this, only few can be named.
const CROWD: usize = 500;

/// A dot that is drawn: its number in the content, its position on the page, its radius.
type Dot = (usize, [f64; 2], f64);

/// The places that a map and its inset show, by their number in the content.
#[derive(Default)]
pub(super) struct Places {
    pub drawn: HashSet<usize>,
    pub named: HashSet<usize>,
}

impl Places {
    /// Adds the drawn dots. The inset may have places that the map is too crowded for.
    pub fn add_drawn(&mut self, painter: &Painter<'_>) {
        self.drawn.extend(painter.drawn.dots.iter().map(|&(number, ..)| number));
    }
}

/// The labels of a map, placed but not drawn yet.
pub(super) struct Lettering {
    wishes: Vec<(Of, Wish)>,
    /// The number of wishes that are for places.
    places: usize,
    placed: Vec<Label>,
    /// The dots that need a name, by their number in the content; the first of them correspond to the wishes.
    asking: Vec<usize>,
}

impl Lettering {
    /// Places labels: of the places that `names` admits, by their number of partners; then of regions without a tie;
    /// then of countries that the map isn't about.
    pub fn of(
        painter: &Painter<'_>,
        content: &Content,
        choropleth: &Choropleth,
        names: impl Fn(&Shown) -> bool,
    ) -> Self {
        let px = |length: f64| length * painter.page.unit;
        let mut dots = painter.drawn.dots.clone();
        let population = |number: usize| painter.graph.place(content.dots[number].place).population().unwrap_or(0);
        dots.sort_by_key(|&(number, ..)| {
            let dot = &content.dots[number];
            (!dot.is_centre, Reverse(dot.degree), Reverse(population(number)), number)
        });
        let mut wishes: Vec<(Of, Wish)> = Vec::new();
        let mut named: Vec<Dot> = dots.iter().copied().filter(|(number, ..)| names(&content.dots[*number])).collect();
        // If few of many places can be named, these are the cities that readers look for.
        let is_crowded = named.len() > CROWD;
        // This also applies to an inset of a crowded map, which has fewer dots.
        if content.dots.len() > CROWD {
            named.sort_by_cached_key(|&(number, ..)| {
                let dot = &content.dots[number];
                (!dot.is_centre, Reverse(dot.renown), Reverse(dot.degree), number)
            });
        }
        let asking = named.iter().map(|&(number, ..)| number).collect();
        let most_places = match (painter.drawn.towns.is_empty(), is_crowded) {
            (false, _) => MOST_BESIDE_TOWNS,
            (true, true) => MOST_OF_A_CROWD,
            (true, false) => MOST_PLACES,
        };
        let centres = content.dots.iter().filter(|dot| dot.is_centre).count();
        let centre_size = if centres > FEW_CENTRES { 12.5 } else { 16.0 };
        let looked_for = if is_crowded { MOST_LOOKED_FOR_IN_A_CROWD } else { MOST_LOOKED_FOR };
        let obstacles: Vec<Dot> = if is_crowded {
            named.iter().copied().take(looked_for).collect()
        } else {
            dots.iter().copied().take(MOST_DOTS).collect()
        };
        for (place, (number, at, r)) in named.into_iter().take(most_places).enumerate() {
            let dot = &content.dots[number];
            let of = if dot.is_centre { Of::Centre } else { Of::Place };
            let size = px(if dot.is_centre { centre_size } else { 12.5 });
            let text = painter.naming.label(dot.place);
            wishes.push((
                of,
                Wish { text, at, radius: Some(r), size, widest: px(260.0), is_important: place < looked_for },
            ));
        }
        let places = wishes.len();
        for (rank, (name, at, r)) in painter.drawn.towns.iter().take(MOST_TOWNS).enumerate() {
            let text = painter.naming.in_letters(name);
            let is_important = rank < MOST_LOOKED_FOR / 2;
            wishes.push((
                Of::Town,
                Wish { text, at: *at, radius: Some(*r), size: px(12.5), widest: px(260.0), is_important },
            ));
        }
        let mut regions = painter.drawn.region_middles.clone();
        regions.retain(|(number, _)| !matches!(choropleth.regions[*number].class, Class::Count(_)));
        regions.sort_by(|a, b| b.1.width.total_cmp(&a.1.width).then(a.0.cmp(&b.0)));
        for (number, middle) in regions {
            let text = painter.naming.region(&choropleth.regions[number].row.region);
            let widest = middle.width.max(px(30.0)) * 1.15;
            wishes.push((
                Of::Region,
                Wish { text, at: middle.at, radius: None, size: px(10.5), widest, is_important: false },
            ));
        }
        // The name of the region that a page is about is placed where that of its country would be.
        let mut countries = painter.drawn.country_middles.clone();
        if let Some((country, name, runs)) = &painter.drawn.figure_of {
            countries.retain(|(code, _)| code != country);
            let wish = |run: &Middle| Wish {
                text: name.clone(),
                at: run.at,
                radius: None,
                size: px(13.0),
                widest: run.width.max(px(30.0)) * 1.15,
                is_important: false,
            };
            wishes.extend(runs.iter().map(|run| (Of::Subject, wish(run))));
        }
        countries.sort_by(|a, b| b.1.width.total_cmp(&a.1.width).then(a.0.cmp(&b.0)));
        for (code, middle) in countries {
            let text = painter.naming.country(code);
            let widest = middle.width * 0.9;
            wishes.push((
                Of::Country,
                Wish { text, at: middle.at, radius: None, size: px(11.5), widest, is_important: false },
            ));
        }
        let plain: Vec<Wish> = wishes.iter().map(|(_, wish)| wish.clone()).collect();
        let taken: Vec<Bounds> = obstacles.iter().map(|&(_, at, r)| Bounds::about(at, r)).collect();
        let mut placed = place_labels(&plain, &taken, painter.projection.frame());
        // One label is enough for the region.
        let mut is_named = false;
        placed.retain(|label| wishes[label.wish].0 != Of::Subject || !std::mem::replace(&mut is_named, true));
        Self { wishes, places, placed, asking }
    }

    /// The important dots, by their number in the content: the first ones of a crowd, otherwise all that need a name.
    pub fn sought(&self) -> &[usize] {
        let most = if self.asking.len() > CROWD { MOST_LOOKED_FOR_IN_A_CROWD } else { self.asking.len() };
        &self.asking[..most]
    }

    /// The dots that need a name and have none, by their number in the content.
    pub fn unnamed(&self) -> Vec<usize> {
        let named: HashSet<usize> = self.placed.iter().map(|label| label.wish).collect();
        let unnamed = self.asking.iter().enumerate().filter(|(wish, _)| *wish >= self.places || !named.contains(wish));
        unnamed.map(|(_, &number)| number).collect()
    }

    /// The dots that have a name, by their number in the content.
    pub fn named(&self) -> impl Iterator<Item = usize> {
        self.placed.iter().filter(|label| label.wish < self.places).map(|label| self.asking[label.wish])
    }

    pub fn draw(self, painter: &mut Painter<'_>) {
        let px = |length: f64| length * painter.page.unit;
        let theme = painter.theme;
        let look =
            |colour: Colour, halo: Colour, width: f64| Style { halo: Some((halo, px(width))), ..Style::filled(colour) };
        let mut group = painter.layer(Layer::Labels.name(), Style::default());
        for (of, class, style) in [
            (Of::Country, "countries", look(theme.faint, theme.ground, 2.0)),
            (Of::Region, "regions", look(theme.faint, theme.hatches[0].background, 2.6)),
            (Of::Subject, "subject", look(theme.line, theme.paper, 2.8)),
            (Of::Place, "places", look(theme.ink, theme.paper, 2.8)),
            (Of::Town, "untied-towns", look(theme.accent, theme.paper, 2.8)),
            (Of::Centre, "centre", look(theme.accent, theme.paper, 3.2)),
        ] {
            let mut of_kind = Group { class, style, ..Group::default() };
            for label in self.placed.iter().filter(|label| self.wishes[label.wish].0 == of) {
                let wish = &self.wishes[label.wish].1;
                if let Some([from, to]) = label.leader {
                    let mut path = PathData::default();
                    path.line(&[from, to], false);
                    let leader = Mark::new(Shape::Path(path)).styled(Style::line(theme.ink, px(0.6)));
                    of_kind.push(Mark { class: "leader", ..leader });
                }
                let style = Style { font_size: Some(label.size), anchor: Some(label.anchor), ..Style::default() };
                let shape = Shape::Text { x: label.x, y: label.y, text: wish.text.clone(), turned: 0.0 };
                of_kind.push(Mark::new(shape).styled(style));
            }
            if !of_kind.nodes.is_empty() {
                group.nodes.push(of_kind.into());
            }
        }
        painter.nodes.push(group.into());
    }
}
