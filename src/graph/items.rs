//! What places are called by elsewhere: their items in Wikidata and their ids in GeoNames.

use super::{id::Origin, network::Place};
use crate::register::item_of_region;

impl<'n> Place<'n> {
    /// The id of its item in Wikidata (`Q64`): of a city as in the data set, of a region as in the data set's own list, else as in
    /// the register.
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

    /// The id in GeoNames of a city, as in the data set.
    pub fn geonames(self) -> Option<&'n str> {
        match self.origin() {
            Origin::City(row) => self.network().dataset().geonames_of_place(row),
            Origin::Region(_) | Origin::Country(_) => None,
        }
    }
}
