//! The queries to Wikidata, in plain SPARQL 1.1: without label service, engine hints or property paths, so that any
//! service can answer them. Their variables are those that the reader of saved answers knows.

use std::fmt::Write as _;

use crate::{
    formats::{ItemId, TOWNS, kept_languages},
    model::CountryCode,
};

/// The number of places in one query. Larger queries run out of time.
pub const PLACES_A_QUERY: usize = 200;

const PREFIXES: &str = "\
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/>
PREFIX pr: <http://www.wikidata.org/prop/reference/>
PREFIX prv: <http://www.wikidata.org/prop/reference/value/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
";

const STATEMENT: &str = "  \
?a p:P190 ?st .
  ?st ps:P190 ?b ; wikibase:rank ?rank .
";

const OF_STATEMENT: &str = "  \
OPTIONAL { ?st pqv:P580 ?s . ?s wikibase:timeValue ?start ; wikibase:timePrecision ?startPrec }
  OPTIONAL { ?st pqv:P582 ?e . ?e wikibase:timeValue ?end ; wikibase:timePrecision ?endPrec }
  OPTIONAL { ?st pq:P582 ?over . BIND(\"true\" AS ?ended) }
  OPTIONAL {
    ?st prov:wasDerivedFrom ?ref .
    OPTIONAL { ?ref pr:P854 ?refUrl }
    OPTIONAL { ?ref pr:P248 ?refWork }
    OPTIONAL { ?ref prv:P813 ?r . ?r wikibase:timeValue ?retrieved ; wikibase:timePrecision ?retrievedPrec }
  }
";

const VARIABLES_OF_STATEMENT: &str =
    "?st ?a ?b ?rank ?start ?startPrec ?end ?endPrec ?ended ?refUrl ?refWork ?retrieved ?retrievedPrec";

const VARIABLES_OF_PLACE: &str = "?place ?name ?alias ?language ?country ?region ?ownRegion ?ownCountry ?kind ?point \
                                  ?population ?asOf ?asOfPrec ?geonames ?rank ?ended";

/// The side of a statement that lies in the countries asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The side that makes the statement.
    Claiming,
    /// The side that the statement names.
    Claimed,
}

/// The queries about some countries, in some languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queries {
    /// The countries; empty for the whole world.
    pub countries: Vec<CountryCode>,
    /// Languages of names beside those that are always asked for, by their codes (`it`, `zh-hant`).
    pub languages: Vec<String>,
}

impl Queries {
    /// The query for all statements from and to places of the countries, for people who run it themselves.
    pub fn statements(&self) -> String {
        let from_and_to = if self.countries.is_empty() {
            STATEMENT.to_owned()
        } else {
            let lands = lands(&self.countries);
            let side = |place: &str| format!("  {{ {lands} ?{place} wdt:P17 ?land . ?a p:P190 ?st . ?st ps:P190 ?b }}");
            format!("{}\n  UNION\n{}\n  ?st wikibase:rank ?rank .\n", side("a"), side("b"))
        };
        format!("{PREFIXES}SELECT DISTINCT {VARIABLES_OF_STATEMENT} WHERE {{\n{from_and_to}{OF_STATEMENT}}}\n")
    }

    /// The query for all places in these statements, for people who run it themselves.
    pub fn places(&self) -> String {
        let ends = if self.countries.is_empty() {
            "{ ?place p:P190 ?any } UNION { ?any ps:P190 ?place }".to_owned()
        } else {
            let lands = lands(&self.countries);
            let side = |place: &str| format!("{lands} ?{place} wdt:P17 ?land . ?a p:P190 ?st . ?st ps:P190 ?b .");
            // BIND sees nothing outside its own group, so each combination of side and end is a group of its own.
            let group = |place: &str, end: &str| format!("{{ {} BIND(?{end} AS ?place) }}", side(place));
            let groups = [group("a", "a"), group("a", "b"), group("b", "a"), group("b", "b")];
            groups.join(" UNION ")
        };
        self.about(&format!("{{ SELECT DISTINCT ?place WHERE {{ {ends} }} }}"))
    }

    /// The query for the statements with a side in a country, or for all statements, limited to those whose claiming
    /// place has an id ending in `ending`.
    pub(super) fn statements_of(country: Option<CountryCode>, side: Side, ending: &str) -> String {
        let land = country.map_or_else(String::new, |country| {
            let place = if side == Side::Claiming { "a" } else { "b" };
            format!("  {} ?{place} wdt:P17 ?land .\n", lands(&[country]))
        });
        let part =
            if ending.is_empty() { String::new() } else { format!("  FILTER(STRENDS(STR(?a), \"{ending}\"))\n") };
        format!("{PREFIXES}SELECT {VARIABLES_OF_STATEMENT} WHERE {{\n{land}{STATEMENT}{part}{OF_STATEMENT}}}\n")
    }

    /// The query for some places.
    pub(super) fn about_places(&self, places: &[ItemId]) -> String {
        let ids: Vec<String> = places.iter().map(|place| format!("wd:{place}")).collect();
        self.about(&format!("VALUES ?place {{ {} }}", ids.join(" ")))
    }

    /// Asks for one row per fact about a place that `places` binds, since rows with several values would multiply.
    fn about(&self, places: &str) -> String {
        let languages: Vec<String> = self.all_languages().iter().map(|code| format!("\"{code}\"")).collect();
        let languages = languages.join(", ");
        let towns: Vec<String> = TOWNS.iter().map(|kind| format!("wd:{kind}")).collect();
        let towns = towns.join(" ");
        let mut query = format!("{PREFIXES}SELECT {VARIABLES_OF_PLACE} WHERE {{\n");
        let groups = [
            format!("?place rdfs:label ?name . BIND(LANG(?name) AS ?language) FILTER(LANG(?name) IN ({languages}))"),
            format!(
                "?place skos:altLabel ?alias . BIND(LANG(?alias) AS ?language) FILTER(LANG(?alias) IN ({languages}))"
            ),
            "?place p:P17 ?s . ?s ps:P17 ?land ; wikibase:rank ?rank . ?land wdt:P297 ?country . \
             OPTIONAL { ?s pq:P582 ?over . BIND(\"true\" AS ?ended) }"
                .to_owned(),
            "?place wdt:P131 ?in1 . ?in1 wdt:P300 ?region".to_owned(),
            "?place wdt:P131 ?in1 . ?in1 wdt:P131 ?in2 . ?in2 wdt:P300 ?region".to_owned(),
            "?place wdt:P131 ?in1 . ?in1 wdt:P131 ?in2 . ?in2 wdt:P131 ?in3 . ?in3 wdt:P300 ?region".to_owned(),
            "?place wdt:P300 ?ownRegion".to_owned(),
            "?place wdt:P297 ?ownCountry".to_owned(),
            format!("VALUES ?kind {{ {towns} }} ?place wdt:P31 ?kind"),
            "?place p:P625 ?s . ?s ps:P625 ?point ; wikibase:rank ?rank".to_owned(),
            "?place p:P1082 ?s . ?s ps:P1082 ?population ; wikibase:rank ?rank . \
             OPTIONAL { ?s pqv:P585 ?t . ?t wikibase:timeValue ?asOf ; wikibase:timePrecision ?asOfPrec }"
                .to_owned(),
            "?place p:P1566 ?s . ?s ps:P1566 ?geonames ; wikibase:rank ?rank".to_owned(),
        ];
        for (at, group) in groups.iter().enumerate() {
            let union = if at == 0 { "" } else { "UNION " };
            // Writing to a string can't fail.
            let _ = writeln!(query, "  {union}{{ {places} {group} }}");
        }
        query.push_str("}\n");
        query
    }

    fn all_languages(&self) -> Vec<&str> {
        let mut all: Vec<&str> = kept_languages().collect();
        for language in &self.languages {
            if !all.contains(&language.as_str()) {
                all.push(language);
            }
        }
        all
    }
}

/// Binds `?land` to the items of countries.
fn lands(countries: &[CountryCode]) -> String {
    let codes: Vec<String> = countries.iter().map(|code| format!("\"{code}\"")).collect();
    format!("VALUES ?code {{ {} }} ?land wdt:P297 ?code .", codes.join(" "))
}
