//! The towns that ship with the program.

use super::towns::Gazetteer;

impl Gazetteer {
    /// The built-in towns: those of GeoNames with more than 5,000 inhabitants, and smaller seats of divisions. `None`
    /// if the program was built without the feature `gazetteer`.
    ///
    /// They are unpacked at the first call, in about fifty milliseconds.
    pub fn built_in() -> Option<&'static Self> {
        #[cfg(feature = "gazetteer")]
        {
            use std::sync::OnceLock;
            static PACKED: &[u8] = include_bytes!("../../data/gazetteer/towns.tsv.deflate");
            static TOWNS: OnceLock<Gazetteer> = OnceLock::new();
            Some(TOWNS.get_or_init(|| {
                let lines =
                    miniz_oxide::inflate::decompress_to_vec(PACKED).expect("the embedded towns are packed whole");
                let lines = String::from_utf8(lines).expect("the embedded towns are text");
                Gazetteer::of_packed_lines(&lines)
            }))
        }
        #[cfg(not(feature = "gazetteer"))]
        None
    }
}
