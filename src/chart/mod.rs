//! Layer 6: charts, for answers that are better seen than read, as a [`Scene`]. A chart that doesn't fit a page is
//! refused ([`TooLarge`]).

mod axis;
mod bars;
mod distribution;
mod heat_map;
mod history;
mod key;
mod page;

pub use axis::grouped;
pub use bars::bars;
pub use distribution::{DistributionChart, distribution};
pub use heat_map::heat_map;
pub use history::history;
pub use page::TooLarge;

use self::page::Page;
use crate::{
    scene::{Fonts, Headings, Node, Scene, ThemeName},
    words::Words,
};

/// How to draw a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartOptions {
    /// The words and language of its texts.
    pub words: Words,
    /// The head and foot of its page.
    pub headings: Headings,
    /// The colours.
    pub theme: ThemeName,
    /// The width and height of the page in pixels; by default a fitting size.
    pub size: Option<(f64, f64)>,
    /// The fonts for names. Names in letters that no font has are romanised.
    pub fonts: Fonts,
}

impl ChartOptions {
    /// The page for a chart whose content asks for a page of `natural` size.
    fn page(&self, natural: (f64, f64), shown: impl FnOnce() -> String) -> Result<Page, TooLarge> {
        Page::new(natural, self.size, shown)
    }

    /// The scene of a page, with its head and foot.
    fn scene(&self, size: (f64, f64), unit: f64, mut nodes: Vec<Node>) -> Scene {
        let theme = self.theme.theme();
        nodes.push(self.headings.draw(size, unit, theme).into());
        Scene {
            width: size.0,
            height: size.1,
            title: self.headings.title.clone(),
            description: format!("{}. {}", self.headings.subtitle, self.headings.source),
            language: self.words.language().name(),
            background: theme.paper,
            hatches: theme.hatches.to_vec(),
            nodes,
            made_with: String::new(),
            fonts: self.fonts.clone(),
        }
    }
}
