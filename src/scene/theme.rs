use super::{Colour, Hatch};
use crate::model::vocabulary;

vocabulary! {
    /// The name of a theme.
    ThemeName, "theme", {
        /// Dark on white, for screens and slides.
        Light = "light",
        /// Light on near-black, for projectors and screens.
        Dark = "dark",
        /// Areas in grey on white, for paper and copiers.
        Print = "print",
    }
}

impl ThemeName {
    /// Its colours.
    pub fn theme(self) -> &'static Theme {
        match self {
            ThemeName::Light => &LIGHT,
            ThemeName::Dark => &DARK,
            ThemeName::Print => &PRINT,
        }
    }
}

/// The colours of a picture.
///
/// The contrast of the sequential ramp to the paper increases from few to many, so that it can be read in grey. The
/// ramp (ochre) and the first category (blue) differ for every kind of colour vision. Categories follow the order of
/// Okabe and Ito's palette ("Color Universal Design", 2008), darkened or lightened for contrast with the ground.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// The background of the page.
    pub paper: Colour,
    /// Text.
    pub ink: Colour,
    /// Less important text.
    pub faint: Colour,
    /// Neutral ground: water.
    pub water: Colour,
    /// Ground that the picture is not about.
    pub ground: Colour,
    /// Lines on that ground.
    pub ground_line: Colour,
    /// Strong lines: the borders of what the picture is about.
    pub line: Colour,
    /// Weak lines within it.
    pub inner_line: Colour,
    /// A ramp from few to many.
    pub ramp: [Colour; 5],
    /// Colours of kinds, by their number.
    pub categories: [Colour; 6],
    /// Highlights, such as the centre of an ego network.
    pub accent: Colour,
    /// The fill under dark text that has no colour of its own.
    pub plain_fill: Colour,
    /// Hatches for zero and for unknown.
    pub hatches: [Hatch; 2],
}

impl Theme {
    /// The colour of one of `classes` classes, the smallest counts first. Few classes are spread over the ramp, so that
    /// all look different.
    pub fn step(&self, class: usize, classes: usize) -> Colour {
        let last = self.ramp.len() - 1;
        let step = if classes > 1 { class * last / (classes - 1) } else { last / 2 };
        self.ramp[step.min(last)]
    }

    /// The colour of text on a class's colour: ink or paper, whichever has more contrast.
    pub(crate) fn ink_on_step(&self, class: usize, classes: usize) -> Colour {
        let ground = self.step(class, classes);
        if contrast(self.ink, ground) >= contrast(self.paper, ground) { self.ink } else { self.paper }
    }
}

/// Relative luminance of a colour (WCAG 2.1).
fn luminance(colour: Colour) -> f64 {
    let channel = |at: usize| {
        let value = colour.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).unwrap_or(0);
        let value = f64::from(value) / 255.0;
        if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

/// The contrast of two colours, from 1 to 21 (WCAG 2.1).
fn contrast(a: Colour, b: Colour) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The hatch for zero.
pub(super) const NONE: &str = "hatch-none";
/// The hatch for unknown.
pub(super) const UNKNOWN: &str = "hatch-unknown";

const fn hatches(background: Colour, line: Colour, faint: Colour) -> [Hatch; 2] {
    [
        Hatch { id: NONE, background, line, line_width: 1.4, distance: 5.0, angle: 45.0 },
        Hatch { id: UNKNOWN, background, line: faint, line_width: 0.7, distance: 7.0, angle: -45.0 },
    ]
}

static LIGHT: Theme = Theme {
    paper: "#ffffff",
    ink: "#1d2430",
    faint: "#5c6673",
    water: "#e2ebf2",
    ground: "#f5f2ec",
    ground_line: "#c9c3b7",
    line: "#6f6a62",
    inner_line: "#b9b2a6",
    ramp: ["#fdf1d8", "#f8d9a3", "#ecb76f", "#d48d46", "#a85e27"],
    categories: ["#1b5fa8", "#00785a", "#b5430b", "#a0347a", "#806600", "#555555"],
    accent: "#c2185b",
    plain_fill: "#e8e8e8",
    hatches: hatches("#ffffff", "#8b8f96", "#b4b7bc"),
};

static DARK: Theme = Theme {
    paper: "#11151b",
    ink: "#eef2f6",
    faint: "#9aa6b4",
    water: "#151b23",
    ground: "#222933",
    ground_line: "#3a4451",
    line: "#aab4c0",
    inner_line: "#56616f",
    ramp: ["#40382a", "#63502f", "#8f6c34", "#bf8f3f", "#f0bd5a"],
    categories: ["#7cc4ff", "#5fd3a8", "#ff9b6b", "#e79cc8", "#ffd84d", "#b8b8b8"],
    accent: "#ff6fa3",
    plain_fill: "#a4a8ae",
    hatches: hatches("#1a2029", "#76818e", "#4b5562"),
};

static PRINT: Theme = Theme {
    paper: "#ffffff",
    ink: "#000000",
    faint: "#444444",
    water: "#ffffff",
    ground: "#fafafa",
    ground_line: "#bbbbbb",
    line: "#333333",
    inner_line: "#999999",
    ramp: ["#efefef", "#d9d9d9", "#bdbdbd", "#969696", "#6b6b6b"],
    categories: ["#003f7d", "#00513c", "#8a2f00", "#6f1a52", "#5c4900", "#333333"],
    accent: "#9c0040",
    plain_fill: "#e8e8e8",
    hatches: hatches("#ffffff", "#777777", "#b0b0b0"),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_can_be_read_and_the_ramp_stays_a_ramp_in_grey() {
        for &name in ThemeName::ALL {
            let theme = name.theme();
            for ground in [theme.paper, theme.water, theme.ground] {
                assert!(contrast(theme.ink, ground) >= 7.0, "{name}: ink on {ground}");
                assert!(contrast(theme.faint, ground) >= 4.5, "{name}: faint on {ground}");
                for colour in theme.categories {
                    assert!(contrast(colour, ground) >= 4.5, "{name}: {colour} on {ground}");
                }
            }
            let steps: Vec<f64> = theme.ramp.iter().map(|colour| contrast(colour, theme.paper)).collect();
            assert!(steps.windows(2).all(|pair| pair[1] > pair[0] * 1.14), "{name}: {steps:?}");
        }
    }
}
