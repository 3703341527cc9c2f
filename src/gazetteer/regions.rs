//! The regions that a list's name for a place gives: the Illinois of `Springfield, Illinois`.

use std::{collections::HashMap, sync::OnceLock};

use crate::{
    model::{CountryCode, fold},
    register::{Register, WordTable, word_key},
};

/// The names of the regions of a register, for looking up many names.
#[derive(Clone, Debug, Default)]
pub struct RegionNames {
    /// The codes, by country and folded name or end of the code.
    codes: HashMap<(CountryCode, String), Vec<String>>,
}

impl RegionNames {
    /// The names in a register, which may include regions and names of a data set. O(names).
    pub fn new(register: &Register) -> Self {
        let mut codes: HashMap<_, Vec<String>> = HashMap::new();
        for region in register.regions() {
            let names = std::iter::once(&region.name).chain(&region.aliases);
            for key in names.map(|name| fold(name)).chain(region.code.get(3..).map(fold)) {
                let codes = codes.entry((region.country, key)).or_default();
                if !codes.iter().any(|code| **code == *region.code) {
                    codes.push(region.code.to_string());
                }
            }
        }
        Self { codes }
    }

    /// Those of the built-in register.
    pub(super) fn built_in() -> &'static Self {
        static BUILT_IN: OnceLock<RegionNames> = OnceLock::new();
        BUILT_IN.get_or_init(|| Self::new(&Register::built_in()))
    }

    /// The codes of a country's regions that have a name, in the register or in any language; none without a country.
    pub(super) fn called(&self, name: &str, country: Option<CountryCode>) -> Vec<&str> {
        let Some(country) = country else { return Vec::new() };
        let mut codes: Vec<&str> =
            self.codes.get(&(country, fold(name))).into_iter().flatten().map(String::as_str).collect();
        let key = word_key(name);
        codes.extend(WordTable::of_regions(Some(country)).flat_map(|table| table.codes_of(&key).collect::<Vec<_>>()));
        codes
    }
}
