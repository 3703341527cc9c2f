//! Draws the lower layers: water, land, regions, borders.

use super::{
    Layer,
    borders::borders,
    choropleth::{Choropleth, Coloured},
    ink::Stroke,
    middle::{Middle, middle, runs},
    painter::{Painter, path, push},
    projection::Projection,
};
use crate::{
    model::CountryCode,
    register::Outline,
    scene::{Fill, Frame, Mark, PathData, Shape, Style},
};

impl Painter<'_> {
    /// Draws water, and lines of longitude and latitude.
    pub(super) fn ground(&mut self, graticule: bool) {
        let mut group = self.layer("water", Style::filled(self.theme.water));
        if self.is_cone {
            // The tip and the two sides of a cone are nowhere on the globe; a hole in the sea there would look like
            // land.
            let Frame { left: x, top: y, width, height } = self.projection.frame();
            group.push(Mark::new(Shape::Rect { x, y, width, height, r: 0.0 }));
        } else {
            group.push(Mark::new(Shape::Path(path(&self.projection.globe(), 0.0))));
        }
        self.nodes.push(group.into());
        if !graticule {
            return;
        }
        // A parallel isn't a great circle, so it is drawn in short steps.
        let meridian = |lon: i32| (-16..=16).map(move |lat| [f64::from(lon), f64::from(lat * 5)]);
        let parallel = |lat: i32| (0..=72).map(move |lon| [f64::from(lon * 5 - 180), f64::from(lat)]);
        let meridians = (-180..180).step_by(20).map(|lon| meridian(lon).collect::<Vec<_>>());
        let all: Vec<Vec<[f64; 2]>> =
            meridians.chain((-80..=80).step_by(20).map(|lat| parallel(lat).collect())).collect();
        let mut lines = PathData::default();
        for line in all {
            push(&mut lines, &self.projection.line(&line), 0.5 * self.page.unit.max(1.0));
        }
        let mut group = self.layer(Layer::Graticule.name(), Style::line(self.theme.ground_line, self.px(0.4)));
        group.push(Mark::new(Shape::Path(lines)));
        self.nodes.push(group.into());
    }

    /// Draws every country in the colour of its class, or otherwise in the neutral one. Countries in `subjects` will be
    /// covered by their regions.
    pub(super) fn land(&mut self, choropleth: &Choropleth, subjects: &[CountryCode]) {
        let mut group = self.layer(Layer::Land.name(), Style::filled(self.theme.ground));
        for (code, outline) in self.outlines.countries() {
            let strokes = area(&mut self.projection, outline);
            let path = self.path(&strokes);
            if path.is_empty() {
                continue;
            }
            if !subjects.contains(&code) {
                self.drawn.country_middles.extend(middle_of(&strokes).map(|middle| (code, middle)));
            }
            let name = self.naming.country(code);
            let mut mark = Mark::new(Shape::Path(path));
            mark.data = vec![("country", code.to_string())];
            group.push(match choropleth.countries.get(&code) {
                None => mark.tooltip(name),
                Some((ties, class)) => {
                    mark.style.fill = Some(class.fill(self.theme, choropleth.classes.len()));
                    mark.class = class.word();
                    mark.tooltip(format!("{name}: ties {ties}"))
                }
            });
        }
        self.nodes.push(group.into());
    }

    /// Draws the regions of the choropleth in the colours of their classes.
    pub(super) fn regions(&mut self, choropleth: &Choropleth) {
        let mut group = self.layer(Layer::Regions.name(), Style::default());
        for (number, Coloured { row, class, reason }) in choropleth.regions.iter().enumerate() {
            let Some(outline) = self.outlines.region(&row.region) else {
                self.drawn.without_outline.push(row.region.clone());
                continue;
            };
            let strokes = area(&mut self.projection, outline);
            let path = self.path(&strokes);
            if path.is_empty() {
                continue;
            }
            self.drawn.region_middles.extend(middle_of(&strokes).map(|middle| (number, middle)));
            let name = self.naming.region(&row.region);
            let tooltip = match reason {
                Some(reason) => format!("{name} ({}): {reason}", row.region),
                None => self.naming.language.region_in_figures(&name, row),
            };
            let fill = class.fill(self.theme, choropleth.classes.len());
            group.push(Mark {
                shape: Shape::Path(path),
                style: Style { fill: Some(fill), ..Style::default() },
                class: class.word(),
                data: vec![("region", row.region.clone())],
                tooltip: Some(tooltip),
            });
        }
        self.drawn.regions_drawn = !group.nodes.is_empty();
        self.nodes.push(group.into());
    }

    /// Draws the region that a map is about, and thin borders between the regions of its country. With
    /// `with_neighbours`, it draws such borders for all countries in view.
    pub(super) fn figure_of(&mut self, code: &str, with_neighbours: bool) {
        let register = self.graph.network().register();
        let Some(id) = register.find_region(code) else { return };
        let country = register.region(id).country;
        let seen: Vec<CountryCode> = match with_neighbours {
            true => self.drawn.country_middles.iter().map(|(code, _)| *code).collect(),
            false => vec![country],
        };
        let regions_of = |country: CountryCode| {
            let outlined = register.regions_of(country).filter_map(|(_, region)| self.outlines.region(&region.code));
            outlined.map(move |outline| (country, outline))
        };
        let regions: Vec<(CountryCode, &Outline)> = seen.into_iter().flat_map(regions_of).collect();
        let mut group = self.layer(Layer::Regions.name(), Style::default());
        if let Some(outline) = self.outlines.region(code) {
            let strokes = area(&mut self.projection, outline);
            let levels = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];
            let runs = runs(strokes.iter().map(|stroke| stroke.points.as_slice()), &levels);
            self.drawn.figure_of = Some((country, self.naming.region(code), runs));
            let style = Style {
                fill: Some(Fill::Colour(self.theme.step(0, 5))),
                stroke: Some(self.theme.line),
                stroke_width: Some(self.px(1.0)),
                ..Style::default()
            };
            let mark = Mark::new(Shape::Path(self.path(&strokes))).styled(style).tooltip(self.naming.region(code));
            group.push(Mark { data: vec![("region", code.to_owned())], ..mark });
        }
        let mut between = PathData::default();
        for line in &borders(&regions).inner {
            push(&mut between, &self.projection.line(line), 0.35 * self.page.unit.max(1.0));
        }
        let style = Style { fill: Some(Fill::None), ..Style::line(self.theme.inner_line, self.px(0.7)) };
        group.push(Mark { class: "neighbours", ..Mark::new(Shape::Path(between)).styled(style) });
        self.nodes.push(group.into());
    }

    /// Draws borders: neutral ones of the other countries, thin ones between regions, strong ones around the subjects.
    pub(super) fn borders(&mut self, choropleth: &Choropleth, subjects: &[CountryCode]) {
        let (outlines, network) = (self.outlines, self.graph.network());
        let others: Vec<(CountryCode, &Outline)> = outlines.countries().collect();
        let others = borders(&others);
        let own: Vec<(CountryCode, &Outline)> = choropleth
            .regions
            .iter()
            .filter_map(|Coloured { row, .. }| {
                let id = network.register().find_region(&row.region)?;
                Some((network.register().region(id).country, outlines.region(&row.region)?))
            })
            .collect();
        let own = borders(&own);
        let quiet = if subjects.is_empty() { 0.6 } else { 0.7 };
        let mut group = self.layer(Layer::Borders.name(), Style { fill: Some(Fill::None), ..Style::default() });
        for (lines, class, colour, width) in [
            (&others.outer, "countries", self.theme.ground_line, quiet),
            (&own.inner, "regions", self.theme.inner_line, 0.6),
            (&own.outer, "subjects", self.theme.line, 1.0),
        ] {
            let mut path = PathData::default();
            for line in lines {
                push(&mut path, &self.projection.line(line), 0.35 * self.page.unit.max(1.0));
            }
            if !path.is_empty() {
                let style = Style { stroke: Some(colour), stroke_width: Some(self.px(width)), ..Style::default() };
                group.push(Mark { class, ..Mark::new(Shape::Path(path)).styled(style) });
            }
        }
        self.nodes.push(group.into());
    }
}

fn area(projection: &mut Projection, outline: &Outline) -> Vec<Stroke> {
    projection.area(outline.iter().map(Vec::as_slice))
}

fn middle_of(strokes: &[Stroke]) -> Option<Middle> {
    middle(strokes.iter().map(|stroke| stroke.points.as_slice()))
}
