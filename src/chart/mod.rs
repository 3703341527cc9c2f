//! Layer 6: charts. Answers that are better looked at than read, as a [`Scene`]; one of more than a page can show is
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

/// How a chart is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartOptions {
    /// What it is written in.
    pub words: Words,
    /// Head and foot of its page.
    pub headings: Headings,
    /// The colours.
    pub theme: ThemeName,
    /// Width and height of the page in pixels; one that fits where there is none.
    pub size: Option<(f64, f64)>,
    /// What names are written with; those in letters that no font has are romanised.
    pub fonts: Fonts,
}

impl ChartOptions {
    /// The page for a chart whose own lengths ask for a page of `natural` size.
    fn page(&self, natural: (f64, f64), shown: impl FnOnce() -> String) -> Result<Page, TooLarge> {
        Page::new(natural, self.size, shown)
    }

    /// The scene of a page, its head and foot on it.
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
