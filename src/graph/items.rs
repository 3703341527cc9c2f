//! The ids of places in other databases: Wikidata and GeoNames.

use super::{id::Origin, network::Place};
use crate::register::item_of_region;

impl<'n> Place<'n> {
    /// The id of its Wikidata item (`Q64`). For a city, this is from the data set; for a region, from the data set's
    /// own list, otherwise from the register.
    pub fn wikidata(self) -> Option<&'n str> {
        let network = self.network();
        match self.origin() {
            Origin::City(row) => network.dataset().wikidata_of_place(row),
            Origin::Region(id) => {
                let code = &network.register().region(id).code;
                let own = network.dataset().regions().find(|region| region.code == *code);
                own.and_then(|region| region.wikidata.as_deref()).or_else(|| item_of_region(code))
            }
            Origin::Country(_) => None,
        }
    }

    /// The GeoNames id of a city, from the data set.
    pub fn geonames(self) -> Option<&'n str> {
        match self.origin() {
            Origin::City(row) => self.network().dataset().geonames_of_place(row),
            Origin::Region(_) | Origin::Country(_) => None,
        }
    }
}
