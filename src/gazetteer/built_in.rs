//! The towns that ship with the program.

use super::towns::Gazetteer;

impl Gazetteer {
    /// The towns of GeoNames above 5,000 inhabitants and the seats of divisions below them, which ship with the program;
    /// `None` where it was built without the feature `gazetteer`.
    ///
    /// Unpacked at the first call, in some fifty milliseconds; a program that never asks never waits.
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
