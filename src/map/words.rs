//! What a map says, in the languages it is drawn in.

use crate::{
    model::{Area, CountryCode, PartnershipKind, vocabulary},
    register::{Region, Register},
};

use super::{ColourBy, ProjectionName};

vocabulary! {
    /// A language that the register has names in.
    Language, "language", {
        /// English.
        English = "en",
        /// Russian.
        Russian = "ru",
        /// Belarusian.
        Belarusian = "be",
    }
}

impl Language {
    /// The one of three texts that is in this language.
    fn of<T>(self, [english, russian, belarusian]: [T; 3]) -> T {
        match self {
            Language::English => english,
            Language::Russian => russian,
            Language::Belarusian => belarusian,
        }
    }

    /// A region's name; the English one where the register has none in this language.
    pub fn region(self, region: &Region) -> &str {
        let name = self.of([&region.name, &region.name_ru, &region.name_be]);
        if name.is_empty() { &region.name } else { name }
    }

    /// A country's name; the English one where the register has none in this language, its code where it has none.
    pub fn country(self, register: &Register, code: CountryCode) -> String {
        register.country(code).map_or_else(
            || code.to_string(),
            |country| {
                let name = self.of([&country.name, &country.name_ru, &country.name_be]);
                if name.is_empty() { country.name.to_string() } else { name.to_string() }
            },
        )
    }

    /// The name of a country or region.
    pub fn area(self, register: &Register, area: &Area) -> String {
        match area {
            Area::Country(code) => self.country(register, *code),
            Area::Region(code) => register
                .find_region(code)
                .map_or_else(|| code.clone(), |id| self.region(register.region(id)).to_owned()),
        }
    }

    pub(super) fn between(self, a: &str, b: &str) -> String {
        match self {
            Language::English => format!("Partnerships between {a} and {b}"),
            Language::Russian => format!("Партнёрства: {a} – {b}"),
            Language::Belarusian => format!("Партнёрствы: {a} – {b}"),
        }
    }

    pub(super) fn of_areas(self, names: &str) -> String {
        match self {
            Language::English => format!("Partnerships of {names}"),
            Language::Russian => format!("Партнёрства: {names}"),
            Language::Belarusian => format!("Партнёрствы: {names}"),
        }
    }

    pub(super) fn around(self, name: &str) -> String {
        self.of([format!("{name} and its partners"), format!("{name}: партнёры"), format!("{name}: партнёры")])
    }

    pub(super) fn partnerships(self) -> &'static str {
        self.of(["Partnerships", "Партнёрства", "Партнёрствы"])
    }

    pub(super) fn untitled(self) -> &'static str {
        self.of(["a data set without title and licence", "набор без названия и лицензии", "набор без назвы і ліцэнзіі"])
    }

    /// `218 ties of 237 places`.
    pub(super) fn counts(self, ties: usize, places: usize) -> String {
        let (tie, place) = (plural(ties, "tie"), plural(places, "place"));
        let [ties, places] = [ties, places].map(grouped);
        match self {
            Language::English => {
                format!("{ties} {tie} of {places} {place}")
            }
            Language::Russian => format!("связей: {ties}, мест: {places}"),
            Language::Belarusian => format!("сувязей: {ties}, месцаў: {places}"),
        }
    }

    /// `1 tie between partners`.
    pub(super) fn ties_beside(self, ties: usize) -> String {
        let tie = plural(ties, "tie");
        let ties = grouped(ties);
        match self {
            Language::English => format!("{ties} {tie} between partners"),
            Language::Russian => format!("связей между партнёрами: {ties}"),
            Language::Belarusian => format!("сувязей паміж партнёрамі: {ties}"),
        }
    }

    /// `28 of 83 regions of Russia without a tie`, with the number of regions of which none is left out.
    pub(super) fn without_tie(self, name: &str, without: usize, regions: usize) -> String {
        match self {
            Language::English => format!("{name}: {without} of {regions} regions without a tie"),
            Language::Russian => format!("{name}: без связей {without} из {regions} регионов"),
            Language::Belarusian => format!("{name}: без сувязей {without} з {regions} рэгіёнаў"),
        }
    }

    /// For all countries together.
    pub(super) fn in_all(self) -> &'static str {
        self.of(["in all", "всего", "усяго"])
    }

    pub(super) fn coloured_by(self, by: ColourBy) -> &'static str {
        match by {
            ColourBy::Ties => self.of(["Ties per region", "Связи региона", "Сувязі рэгіёна"]),
            ColourBy::PartnerRegions => {
                self.of(["Partner regions per region", "Регионы-партнёры региона", "Рэгіёны-партнёры рэгіёна"])
            }
            ColourBy::TiedPlaces => {
                self.of(["Tied places per region", "Места региона со связями", "Месцы рэгіёна з сувязямі"])
            }
        }
    }

    pub(super) fn ties_per_country(self) -> &'static str {
        self.of(["Ties per country", "Связи страны", "Сувязі краіны"])
    }

    /// `12 countries`.
    pub(super) fn countries(self, number: usize) -> String {
        let noun = self.of([if number == 1 { "country" } else { "countries" }, "стран", "краін"]);
        match self {
            Language::English => format!("{number} {noun}"),
            Language::Russian | Language::Belarusian => format!("{noun}: {number}"),
        }
    }

    pub(super) fn no_tie(self, is_filtered: bool) -> &'static str {
        if is_filtered {
            self.of(["no tie within the filters", "при фильтрах связей нет", "пры фільтрах сувязей няма"])
        } else {
            self.of(["no tie in this data set", "в этих данных связей нет", "у гэтых даных сувязей няма"])
        }
    }

    pub(super) fn no_place(self) -> &'static str {
        self.of(["no place known here", "мест в данных нет", "месцаў у даных няма"])
    }

    /// `12 regions`, short.
    pub(super) fn regions(self, number: usize) -> String {
        let noun = self.of([if number == 1 { "region" } else { "regions" }, "рег.", "рэг."]);
        format!("{number} {noun}")
    }

    pub(super) fn ties(self) -> &'static str {
        self.of(["Ties", "Связи", "Сувязі"])
    }

    pub(super) fn not_in_force(self) -> &'static str {
        self.of(["not in force", "не действует", "не дзейнічае"])
    }

    pub(super) fn places(self) -> &'static str {
        self.of(["Partners of a place", "Партнёры места", "Партнёры месца"])
    }

    pub(super) fn squares(self) -> &'static str {
        self.of(["squares: regions and countries", "квадраты: регионы и страны", "квадраты: рэгіёны і краіны"])
    }

    /// `75 of 237 places are named`.
    pub(super) fn named(self, named: usize, all: usize) -> String {
        let [named, all] = [named, all].map(grouped);
        match self {
            Language::English => format!("{named} of {all} places are named"),
            Language::Russian => format!("подписано мест: {named} из {all}"),
            Language::Belarusian => format!("падпісана месцаў: {named} з {all}"),
        }
    }

    /// Over an inset where places stand close together.
    pub(super) fn enlarged(self) -> &'static str {
        self.of(["Enlarged", "Крупнее", "Буйней"])
    }

    pub(super) fn more_ties_darker(self) -> &'static str {
        self.of(["the denser, the more ties", "чем плотнее, тем больше связей", "чым шчыльней, тым больш сувязей"])
    }

    pub(super) fn kind(self, kind: PartnershipKind) -> &'static str {
        match kind {
            PartnershipKind::SisterCity => self.of(["sister cities", "города-побратимы", "гарады-пабрацімы"]),
            PartnershipKind::Friendship => self.of(["friendship", "дружба", "сяброўства"]),
            PartnershipKind::Cooperation => self.of(["cooperation", "сотрудничество", "супрацоўніцтва"]),
            PartnershipKind::Agreement => self.of(["agreement", "соглашение", "пагадненне"]),
            PartnershipKind::Project => self.of(["project", "проект", "праект"]),
            PartnershipKind::Informal => self.of(["informal", "без документа", "без дакумента"]),
        }
    }

    pub(super) fn not_drawn(self) -> &'static str {
        self.of(["Not drawn", "Не показаны", "Не паказаны"])
    }

    pub(super) fn without_position(self, places: usize, ties: usize) -> String {
        match self {
            Language::English => {
                let (place, tie) = (plural(places, "place"), plural(ties, "tie"));
                format!("{places} {place} without a position, with {ties} {tie}")
            }
            Language::Russian => format!("места без координат: {places}, их связи: {ties}"),
            Language::Belarusian => format!("месцы без каардынат: {places}, іх сувязі: {ties}"),
        }
    }

    pub(super) fn sample(self, every: usize) -> String {
        match self {
            Language::English => format!("most ties: the arcs are a sample, one of every {every}"),
            Language::Russian => format!("большинство связей: дуги – выборка, одна из каждых {every}"),
            Language::Belarusian => format!("большасць сувязей: дугі – выбарка, адна з кожных {every}"),
        }
    }

    pub(super) fn beyond(self, places: usize) -> String {
        match self {
            Language::English => {
                format!("{places} {} beyond the map's edge; ties run out of it", plural(places, "place"))
            }
            Language::Russian => format!("места за краем карты: {places}; их связи уходят за край"),
            Language::Belarusian => format!("месцы за краем карты: {places}; іх сувязі сыходзяць за край"),
        }
    }

    pub(super) fn beyond_by_name(self, names: &str) -> String {
        match self {
            Language::English => format!("beyond the map's edge, where ties run out of it: {names}"),
            Language::Russian => format!("за краем карты, куда уходят связи: {names}"),
            Language::Belarusian => format!("за краем карты, куды сыходзяць сувязі: {names}"),
        }
    }

    pub(super) fn without_outline(self, codes: &str) -> String {
        match self {
            Language::English => format!("regions without an outline: {codes}"),
            Language::Russian => format!("регионы без контура: {codes}"),
            Language::Belarusian => format!("рэгіёны без контуру: {codes}"),
        }
    }

    pub(super) fn fewer_partners(self, places: usize, least: usize) -> String {
        match self {
            Language::English => format!("the dots of {places} places with fewer than {least} partners"),
            Language::Russian => format!("точки мест, где партнёров меньше {least}: {places}"),
            Language::Belarusian => format!("кропкі месцаў, дзе партнёраў менш за {least}: {places}"),
        }
    }

    /// The foot of the page: data, licence, register, outlines, projection.
    pub(super) fn source(self, data: &str, licence: &str, register: &str, projection: ProjectionName) -> String {
        let licence = if licence.is_empty() { String::new() } else { format!(" ({licence})") };
        let projection = match projection {
            ProjectionName::ConicEqualArea => self.of([
                "Albers conic equal-area",
                "коническая Альберса, равновеликая",
                "канічная Альберса, роўнавялікая",
            ]),
            ProjectionName::AzimuthalEqualArea => self.of([
                "Lambert azimuthal equal-area",
                "азимутальная Ламберта, равновеликая",
                "азімутальная Ламберта, роўнавялікая",
            ]),
            ProjectionName::EqualEarth => self.of(["Equal Earth", "Equal Earth", "Equal Earth"]),
        };
        match self {
            Language::English => format!(
                "Data: {data}{licence}. Regions: {register}. Outlines: Natural Earth (public domain), not a statement on \
                 borders. Projection: {projection}."
            ),
            Language::Russian => format!(
                "Данные: {data}{licence}. Регионы: {register}. Контуры: Natural Earth (общественное достояние), без суждения \
                 о границах. Проекция: {projection}."
            ),
            Language::Belarusian => format!(
                "Даныя: {data}{licence}. Рэгіёны: {register}. Контуры: Natural Earth (грамадскі набытак), без меркавання пра \
                 межы. Праекцыя: {projection}."
            ),
        }
    }
}

/// A noun of English in the number that fits.
fn plural(number: usize, noun: &str) -> String {
    if number == 1 { noun.to_owned() } else { format!("{noun}s") }
}

/// A number in groups of three digits, as ISO 80000 writes it, with a space that doesn't break.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        // Four digits stand together.
        if at > 0 && digits.len() > 4 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{A0}');
        }
        text.push(digit);
    }
    text
}
