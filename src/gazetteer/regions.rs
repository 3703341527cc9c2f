//! The regions that a list's name for a place gives: the Illinois of `Springfield, Illinois`.

use std::{collections::HashMap, sync::OnceLock};

use crate::{
    model::{CountryCode, fold},
    register::{Register, WordTable, word_key},
};

/// The codes of a country's regions that have a name, in the register or in any language. Without a country there are
/// none.
pub(super) fn regions_called(name: &str, country: Option<CountryCode>) -> Vec<&'static str> {
    static OF_NAME: OnceLock<HashMap<(CountryCode, String), Vec<String>>> = OnceLock::new();
    let Some(country) = country else { return Vec::new() };
    let of_name = OF_NAME.get_or_init(|| {
        let mut of_name: HashMap<_, Vec<String>> = HashMap::new();
        for region in Register::built_in().regions() {
            let names = std::iter::once(&region.name).chain(&region.aliases);
            for key in names.map(|name| fold(name)).chain(region.code.get(3..).map(fold)) {
                of_name.entry((region.country, key)).or_default().push(region.code.to_string());
            }
        }
        of_name
    });
    let own = of_name.get(&(country, fold(name))).into_iter().flatten().map(String::as_str);
    let key = word_key(name);
    let mut codes: Vec<&str> = own.collect();
    codes.extend(WordTable::of_regions(Some(country)).flat_map(|table| table.codes_of(&key).collect::<Vec<_>>()));
    codes
}
