use crate::{
    graph::PlaceId,
    model::{Area, Language, Position, vocabulary},
    query::Side,
    scene::{Fonts, ThemeName},
    words::Words,
};

vocabulary! {
    /// A layer of the map, from the back to the front.
    Layer, "layer", {
        /// Lines of longitude and latitude.
        Graticule = "graticule",
        /// Countries that the map is not about.
        Land = "land",
        /// Regions coloured by their ties.
        Regions = "regions",
        /// Borders of countries and regions.
        Borders = "borders",
        /// Ties as great-circle arcs.
        Arcs = "arcs",
        /// Places as dots.
        Places = "places",
        /// Names.
        Labels = "labels",
        /// What the colours, lines and dots mean.
        Legend = "legend",
    }
}

vocabulary! {
    /// What regions are coloured by.
    ColourBy, "count to colour by", {
        /// Ties with at least one end in the region.
        Ties = "ties",
        /// Other regions at the far ends.
        PartnerRegions = "partner-regions",
        /// Places of the region that have a tie.
        TiedPlaces = "tied-places",
    }
}

vocabulary! {
    /// How the globe is laid flat; each keeps areas.
    ProjectionName, "projection", {
        /// Albers' conic: for a country or a pair in the middle latitudes.
        ConicEqualArea = "conic-equal-area",
        /// Lambert's azimuthal: for areas that are about as tall as wide, or lie on the equator or at a pole.
        AzimuthalEqualArea = "azimuthal-equal-area",
        /// Equal Earth: for the world.
        EqualEarth = "equal-earth",
    }
}

/// How to draw a map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapOptions {
    /// Width and height of the page in pixels.
    pub size: (f64, f64),
    /// The colours.
    pub theme: ThemeName,
    /// The words and language of names and the legend.
    pub words: Words,
    /// The title; by default one is made from the scope.
    pub title: Option<String>,
    /// The layers to draw; by default those that suit the scope.
    pub layers: Option<Vec<Layer>>,
    /// Whether arcs are left out, whatever the layers are.
    pub without_arcs: bool,
    /// What regions are coloured by.
    pub colour_by: ColourBy,
    /// The projection; by default one that suits the extent.
    pub projection: Option<ProjectionName>,
    /// The longitude and latitude of the middle of the map, in degrees.
    pub centre: Option<[f64; 2]>,
    /// The west, south, east and north ends of the map in degrees; west may be greater than east.
    pub bounds: Option<[f64; 4]>,
    /// Shows only these places and the ties among them.
    pub ego: Option<Ego>,
    /// The subject of a page that shows the map as a figure. A region is outlined, and the other regions of its country
    /// are shown. The page itself has the title and the source.
    pub figure_of: Option<Area>,
    /// Towns that the map is about. They are drawn as rings, and ties aren't drawn.
    pub towns: Option<Towns>,
    /// The fonts for names. Names in letters that no font has are romanised.
    pub fonts: Fonts,
}

/// Towns of a gazetteer on a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Towns {
    /// The line below the title.
    pub subtitle: String,
    /// The towns. The largest ones are named first.
    pub towns: Vec<Town>,
    /// The countries and regions where they were looked for; their regions are coloured.
    pub sides: Vec<Side>,
}

/// A town of a gazetteer on a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Town {
    /// Its name.
    pub name: String,
    /// Its position.
    pub position: Position,
    /// Its population; 0 if it isn't known.
    pub population: u64,
}

/// A place and its surroundings.
#[derive(Clone, Debug, PartialEq)]
pub struct Ego {
    /// Its name.
    pub name: String,
    /// The place, or all places of a region or country.
    pub centre: Vec<PlaceId>,
    /// The region or country itself, which is outlined; `None` for a city.
    pub area: Option<Area>,
    /// The greatest distance from it, in ties.
    pub depth: usize,
}

impl MapOptions {
    /// The region or country that the map is about as a whole.
    pub(super) fn area(&self) -> Option<&Area> {
        self.figure_of.as_ref().or_else(|| self.ego.as_ref()?.area.as_ref())
    }

    /// Whether a layer is drawn.
    pub(super) fn shows(&self, layer: Layer) -> bool {
        let asked_for = self.layers.as_ref().is_none_or(|layers| layers.contains(&layer));
        let without_arcs = self.without_arcs || self.towns.is_some();
        asked_for && !(without_arcs && layer == Layer::Arcs)
    }
}

impl Default for MapOptions {
    fn default() -> Self {
        Self {
            size: (1600.0, 900.0),
            theme: ThemeName::Light,
            words: Words::of(Language::English),
            title: None,
            layers: None,
            without_arcs: false,
            colour_by: ColourBy::Ties,
            projection: None,
            centre: None,
            bounds: None,
            ego: None,
            figure_of: None,
            towns: None,
            fonts: Fonts::default(),
        }
    }
}
