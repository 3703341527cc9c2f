//! Entities in JSON: a single one from its page, those in the answer of `wbgetentities`, and lines of a dump.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::Value;

use super::{
    facts::{CountryOf, ENDED, Facts, PlaceFacts, rank},
    item::ItemId,
    names::{is_kept, wiki_page},
    time,
};
use crate::model::{CountryCode, Date, Position};

/// An entity, reduced to what we need. Missing parts are empty; an empty object may also be `[]`, since PHP writes it
/// so.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Entity {
    id: String,
    /// Present if the item doesn't exist.
    missing: Option<IgnoredAny>,
    #[serde(deserialize_with = "object")]
    labels: BTreeMap<String, Value>,
    #[serde(deserialize_with = "object")]
    aliases: BTreeMap<String, Value>,
    #[serde(deserialize_with = "object")]
    claims: Claims,
}

/// The statements of the properties that we need.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Claims {
    #[serde(rename = "P190")]
    twins: Value,
    #[serde(rename = "P17")]
    country: Value,
    #[serde(rename = "P31")]
    kinds: Value,
    #[serde(rename = "P131")]
    within: Value,
    #[serde(rename = "P297")]
    own_country: Value,
    #[serde(rename = "P300")]
    own_region: Value,
    #[serde(rename = "P625")]
    position: Value,
    #[serde(rename = "P1082")]
    population: Value,
    #[serde(rename = "P1566")]
    geonames: Value,
}

/// The kinds of items that are towns, whatever else they are. Capitals that are regions of their own are towns, too.
pub(crate) const TOWNS: [&str; 9] =
    ["Q515", "Q3957", "Q5119", "Q133442", "Q1549591", "Q1637706", "Q200250", "Q7930989", "Q174844"];

/// Whether an item is a kind of town.
pub(super) fn is_town(kind: &str) -> bool {
    ItemId::parse(kind).is_some_and(|kind| TOWNS.contains(&kind.to_string().as_str()))
}

impl Entity {
    pub(super) fn item(&self) -> Option<ItemId> {
        ItemId::parse(&self.id)
    }

    /// Whether it has statements of twins.
    pub(super) fn has_twins(&self) -> bool {
        self.claims.twins.as_array().is_some_and(|twins| !twins.is_empty())
    }

    /// Collects the codes that it has as a country or region.
    pub(super) fn codes_to(&self, facts: &mut Facts) {
        let Some(item) = self.item() else { return };
        let text = |claims: &Value| {
            statements(claims).next().and_then(|found| found.value()?.as_str().map(|code| code.trim().to_owned()))
        };
        if let Some(code) = text(&self.claims.own_country).and_then(|code| CountryCode::new(&code)) {
            facts.countries.insert(item, code);
        }
        if let Some(code) = text(&self.claims.own_region) {
            facts.regions.insert(item, code);
        }
    }

    /// Collects everything that it says.
    pub(super) fn take_to(&self, facts: &mut Facts, line: u32) {
        if self.missing.is_some() {
            facts.missing += 1;
            return;
        }
        let Some(item) = self.item() else { return };
        self.codes_to(facts);
        let (own_region, own_country) = (facts.regions.get(&item).cloned(), facts.countries.get(&item).copied());
        let place = facts.place(item);
        (place.own_region, place.own_country, place.line) = (own_region, own_country, line);
        self.describe(place);
        self.twins_to(item, facts, line);
    }

    fn describe(&self, place: &mut PlaceFacts) {
        let text = |term: &Value| term.get("value").and_then(Value::as_str).map(str::to_owned);
        let labels = self.labels.iter().filter(|(language, _)| is_kept(language));
        place.labels = labels.filter_map(|(language, term)| Some((language.clone(), text(term)?))).collect();
        let aliases = self.aliases.iter().filter(|(language, _)| is_kept(language));
        place.aliases =
            aliases.flat_map(|(_, terms)| terms.as_array().into_iter().flatten().filter_map(text)).collect();
        let claims = &self.claims;
        for found in statements(&claims.country) {
            if let Some(country) = found.item() {
                place.country.offer((found.standing(), ()), CountryOf::Item(country));
            }
        }
        place.within = statements(&claims.within).filter_map(|found| Some((found.standing(), found.item()?))).collect();
        place.is_city =
            statements(&claims.kinds).any(|found| found.item().is_some_and(|kind| is_town(&kind.to_string())));
        for found in statements(&claims.position) {
            if let Some(position) = found.value().and_then(position) {
                place.position.offer((found.rank, ()), (position.lat(), position.lon()));
            }
        }
        for found in statements(&claims.population) {
            if let Some(number) = found.value().and_then(|value| inhabitants(value.get("amount")?.as_str()?)) {
                place.population.offer((found.rank, found.dates("P585").first().copied()), number);
            }
        }
        for found in statements(&claims.geonames) {
            if let Some(id) = found.value().and_then(Value::as_str) {
                place.geonames.offer((found.rank, ()), id.trim().to_owned());
            }
        }
    }

    fn twins_to(&self, item: ItemId, facts: &mut Facts, line: u32) {
        for claim in self.claims.twins.as_array().into_iter().flatten() {
            let Some(found) = Found::of(claim) else {
                let is_wrong = claim.get("rank").and_then(Value::as_str) == Some("deprecated");
                match claim.get("mainsnak").and_then(snak_item).filter(|_| is_wrong) {
                    Some(twin) => facts.deprecated(item, twin, id_of(claim)),
                    None => facts.without_value += 1,
                }
                continue;
            };
            let Some(twin) = found.item() else {
                facts.without_value += 1;
                continue;
            };
            let statement = facts.statement(item, twin, id_of(claim));
            statement.starts = found.dates("P580");
            statement.ends = found.dates("P582");
            // An end that is known only to a century or decade is still an end.
            statement.has_ended = found.qualifiers("P582").any(|snak| snaktype(snak) != "novalue");
            statement.sources = found.sources().into_iter().collect();
            statement.line = line;
        }
    }
}

fn id_of(claim: &Value) -> &str {
    claim.get("id").and_then(Value::as_str).unwrap_or_default()
}

/// A statement that isn't deprecated.
struct Found<'v> {
    claim: &'v Value,
    rank: u8,
}

/// The statements of a property that aren't deprecated, in the order of the file.
fn statements(claims: &Value) -> impl Iterator<Item = Found<'_>> {
    claims.as_array().into_iter().flatten().filter_map(Found::of)
}

impl<'v> Found<'v> {
    fn of(claim: &'v Value) -> Option<Self> {
        Some(Self { claim, rank: rank(claim.get("rank").and_then(Value::as_str).unwrap_or_default())? })
    }

    /// The value; `None` if it is stated to be unknown or not to exist.
    fn value(&self) -> Option<&'v Value> {
        snak_value(self.claim.get("mainsnak")?)
    }

    fn item(&self) -> Option<ItemId> {
        snak_item(self.claim.get("mainsnak")?)
    }

    fn qualifiers(&self, property: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
        let qualifiers = self.claim.get("qualifiers").and_then(|all| all.get(property)).and_then(Value::as_array);
        qualifiers.into_iter().flatten()
    }

    fn dates(&self, property: &str) -> Vec<Date> {
        self.qualifiers(property).filter_map(snak_date).collect()
    }

    /// The rank, or a lower one if the statement has ended.
    fn standing(&self) -> u8 {
        if self.qualifiers("P582").any(|snak| snaktype(snak) != "novalue") { ENDED } else { self.rank }
    }

    /// The addresses and works that its references name. An import from a Wikipedia isn't a source.
    fn sources(&self) -> Vec<(String, Option<Date>)> {
        let mut sources = Vec::new();
        for reference in self.claim.get("references").and_then(Value::as_array).into_iter().flatten() {
            let snaks = |property: &str| {
                let snaks = reference.get("snaks").and_then(|all| all.get(property)).and_then(Value::as_array);
                snaks.into_iter().flatten()
            };
            let retrieved = snaks("P813").find_map(snak_date);
            let addresses = snaks("P854").filter_map(|snak| snak_value(snak)?.as_str().map(str::to_owned));
            let works = snaks("P248").filter_map(snak_item).map(wiki_page);
            sources.extend(addresses.chain(works).map(|source| (source, retrieved)));
        }
        sources
    }
}

fn snaktype(snak: &Value) -> &str {
    snak.get("snaktype").and_then(Value::as_str).unwrap_or("value")
}

fn snak_value(snak: &Value) -> Option<&Value> {
    (snaktype(snak) == "value").then(|| snak.get("datavalue")?.get("value")).flatten()
}

fn snak_item(snak: &Value) -> Option<ItemId> {
    let value = snak_value(snak)?;
    let id = value.get("id").and_then(Value::as_str).and_then(ItemId::parse);
    id.or_else(|| value.get("numeric-id")?.as_u64().map(ItemId))
}

fn snak_date(snak: &Value) -> Option<Date> {
    let value = snak_value(snak)?;
    let precision = value.get("precision").and_then(Value::as_u64).and_then(|precision| u8::try_from(precision).ok());
    time::date(value.get("time")?.as_str()?, precision)
}

/// A position on the Earth. Other globes are excluded, since the Moon has places with the same names.
fn position(value: &Value) -> Option<Position> {
    let globe = value.get("globe").and_then(Value::as_str).and_then(ItemId::parse);
    if globe.is_some_and(|globe| globe != ItemId(2)) {
        return None;
    }
    Position::new(value.get("latitude")?.as_f64()?, value.get("longitude")?.as_f64()?).ok()
}

/// A number of people: `+3677472`, `3677472`, `1.2E+6`.
pub(super) fn inhabitants(amount: &str) -> Option<u64> {
    let number: f64 = amount.trim().parse().ok()?;
    // A larger population than this, more than all people on earth, can't be right.
    (0.0..=1e10).contains(&number).then_some(number.round() as u64)
}

/// An object. An empty array, or nothing at all, stands for an empty object.
pub(super) fn object<'de, T: Default + Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Object<T>(PhantomData<T>);

    impl<'de, T: Default + Deserialize<'de>> Visitor<'de> for Object<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map))
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<T, A::Error> {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            Ok(T::default())
        }

        fn visit_unit<E>(self) -> Result<T, E> {
            Ok(T::default())
        }
    }

    deserializer.deserialize_any(Object(PhantomData))
}
