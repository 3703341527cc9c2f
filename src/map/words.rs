//! The sentences of a map.

use crate::{
    graph::Place,
    model::{Area, CountryCode, PartnershipKind},
    query::RegionRow,
    register::{Region, Register},
    said,
    words::{Arg, Words},
};

use super::{ColourBy, MapOptions, ProjectionName};

/// The words of a map.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MapWords(pub Words);

impl MapOptions {
    /// The sentences of the map.
    pub(super) fn says(&self) -> MapWords {
        MapWords(self.words)
    }
}

impl MapWords {
    /// A region's name; the English one if the register has none in this language.
    pub fn region(self, region: &Region) -> &str {
        region.name_in(self.0.language())
    }

    /// A country's name; the English one if the register has none in this language, and its code if it has no name.
    pub fn country(self, register: &Register, code: CountryCode) -> String {
        register.country_name_in(code, self.0.language())
    }

    /// The name of a country or region.
    pub fn area(self, register: &Register, area: &Area) -> String {
        register.area_name_in(area, self.0.language())
    }

    /// A place's name; its own name in the data if English is asked for, or if the data has none in this language.
    pub fn place(self, place: Place<'_>) -> &str {
        if self.0.is_english() { place.name() } else { place.name_in(self.0.language()) }
    }

    pub fn between(self, a: &str, b: &str) -> String {
        said!(self.0, PartnershipsBetween, a, b)
    }

    pub fn of_areas(self, names: &str) -> String {
        said!(self.0, PartnershipsOf, names)
    }

    pub fn around(self, name: &str) -> String {
        said!(self.0, PlaceAndPartners, name)
    }

    pub fn partnerships(self) -> String {
        said!(self.0, Partnerships)
    }

    pub fn untitled(self) -> String {
        said!(self.0, UntitledUnlicensed)
    }

    /// `218 ties of 237 places`.
    pub fn counts(self, ties: usize, places: usize) -> String {
        said!(self.0, TiesOfPlaces, ties = grouped(ties), places = grouped(places))
    }

    /// `1 tie between partners`.
    pub fn ties_beside(self, ties: usize) -> String {
        said!(self.0, TiesBeside, ties = grouped(ties))
    }

    /// A sentence such as `Russia: 28 of 83 regions without a tie`.
    pub fn without_tie(self, name: &str, without: usize, regions: usize) -> String {
        said!(self.0, AreaWithoutTie, name, without, regions)
    }

    /// A heading for all countries together.
    pub fn in_all(self) -> String {
        said!(self.0, InAll)
    }

    pub fn coloured_by(self, by: ColourBy) -> String {
        match by {
            ColourBy::Ties => said!(self.0, TiesPerRegion),
            ColourBy::PartnerRegions => said!(self.0, PartnerRegionsPerRegion),
            ColourBy::TiedPlaces => said!(self.0, TiedPlacesPerRegion),
        }
    }

    pub fn ties_per_country(self) -> String {
        said!(self.0, TiesPerCountry)
    }

    /// `12 countries`.
    pub fn countries(self, countries: usize) -> String {
        said!(self.0, Countries, countries = grouped(countries))
    }

    pub fn no_tie(self, is_filtered: bool) -> String {
        if is_filtered { said!(self.0, NoTieWithinFilters) } else { said!(self.0, NoTieInData) }
    }

    pub fn no_place(self) -> String {
        said!(self.0, NoPlaceHere)
    }

    /// `12 regions`, in a short form.
    pub fn regions(self, regions: usize) -> String {
        said!(self.0, RegionsShort, regions = grouped(regions))
    }

    pub fn ties(self) -> String {
        said!(self.0, HeadTies)
    }

    /// Describes ties that don't involve what the map is about: within one step they join two partners, otherwise they
    /// have a partner as an end.
    pub fn of_partners(self, is_one_step: bool) -> String {
        if is_one_step { said!(self.0, BetweenPartners) } else { said!(self.0, OfPartners) }
    }

    pub fn not_in_force(self) -> String {
        said!(self.0, NotInForce)
    }

    pub fn places(self) -> String {
        said!(self.0, PartnersOfPlace)
    }

    pub fn squares(self) -> String {
        said!(self.0, Squares)
    }

    /// `75 of 237 places are named`.
    pub fn named(self, named: usize, all: usize) -> String {
        said!(self.0, PlacesNamed, named = grouped(named), all = grouped(all))
    }

    /// The heading of an inset for places that are close together.
    pub fn enlarged(self) -> String {
        said!(self.0, Enlarged)
    }

    pub fn more_ties_darker(self) -> String {
        said!(self.0, DenserMoreTies)
    }

    pub fn kind(self, kind: PartnershipKind) -> String {
        self.0.ties_of_kind(kind)
    }

    /// The heading of an inset that shows the whole, of which the map shows a part.
    pub fn overview(self) -> String {
        said!(self.0, Overview)
    }

    pub fn not_drawn(self) -> String {
        said!(self.0, HeadNotDrawn)
    }

    pub fn without_position(self, places: usize, ties: usize) -> String {
        said!(self.0, WithoutPosition, places = grouped(places), ties = grouped(ties))
    }

    pub fn sample(self, every: usize) -> String {
        said!(self.0, Sample, every = grouped(every))
    }

    pub fn beyond(self, places: usize) -> String {
        said!(self.0, BeyondEdge, places = grouped(places))
    }

    pub fn beyond_by_name(self, names: &str) -> String {
        said!(self.0, BeyondEdgeNamed, names)
    }

    pub fn without_outline(self, codes: &str) -> String {
        said!(self.0, WithoutOutline, codes)
    }

    pub fn fewer_partners(self, places: usize, least: usize) -> String {
        said!(self.0, FewerPartners, places = grouped(places), least = grouped(least))
    }

    /// The tooltip of a region.
    pub fn region_in_figures(self, name: &str, row: &RegionRow) -> String {
        said!(
            self.0,
            BarOfRegion,
            name,
            region = &row.region,
            ties = row.ties,
            partner_regions = row.partner_regions,
            tied = row.tied_places,
            places = row.places
        )
    }

    /// The foot of the page: data, licence, register, outlines, projection.
    pub fn source(self, data: &str, licence: &str, register: &str, projection: ProjectionName) -> String {
        let licence = if licence.is_empty() { String::new() } else { format!(" ({licence})") };
        let projection = match projection {
            ProjectionName::ConicEqualArea => said!(self.0, ConicEqualArea),
            ProjectionName::AzimuthalEqualArea => said!(self.0, AzimuthalEqualArea),
            ProjectionName::EqualEarth => "Equal Earth".to_owned(),
        };
        said!(self.0, SourceOfMap, data = format!("{data}{licence}"), register, projection)
    }

    /// What a map of towns without a tie is called; many areas in short.
    pub fn untied_towns_of(self, names: &[String]) -> String {
        let names =
            if names.len() > 3 { said!(self.0, Countries, countries = grouped(names.len())) } else { names.join(", ") };
        said!(self.0, UntiedTownsOf, names)
    }

    pub fn untied_towns(self) -> String {
        said!(self.0, HeadUntiedTowns)
    }

    /// Under a few rings of towns.
    pub fn inhabitants(self) -> String {
        said!(self.0, RingsByInhabitants)
    }

    pub fn towns_source(self) -> String {
        said!(self.0, TownsOfGeoNames)
    }

    /// A number as pictures write it.
    pub fn number(self, number: usize) -> String {
        grouped(number).text(self.0).into_owned()
    }
}

/// A count as every text of a picture writes it.
fn grouped(number: usize) -> Arg<'static> {
    Arg::Grouped(number as u64)
}
