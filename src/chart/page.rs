use thiserror::Error;

/// The longest side of a page, in pixels.
const LONGEST: f64 = 10_000.0;
/// The smallest factor by which the lengths of a chart may be multiplied; below it, letters can't be read.
const LEAST: f64 = 0.25;

/// A chart has more than a page can show.
#[derive(Clone, Debug, PartialEq, Error)]
#[error(
    "{shown} need a page of {:.0} x {:.0} pixels to be read, and it has {:.0} x {:.0} at most",
    .needed.0, .needed.1, .page.0, .page.1
)]
pub struct TooLarge {
    /// What should have been drawn.
    pub shown: String,
    /// The width and height of the page that it needs.
    pub needed: (f64, f64),
    /// The width and height of the page asked for, or of the largest page.
    pub page: (f64, f64),
}

/// A page, and the factor by which lengths grow to fill it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Page {
    pub size: (f64, f64),
    pub unit: f64,
}

impl Page {
    /// The page for a chart whose content asks for a page of `natural` size: this size, or the one asked for, which the
    /// chart then fills in proportion.
    ///
    /// # Errors
    /// Returns [`TooLarge`] if no page is large enough, or if letters on the page asked for would be too small
    /// to read.
    pub(super) fn new(
        natural: (f64, f64),
        asked: Option<(f64, f64)>,
        shown: impl FnOnce() -> String,
    ) -> Result<Self, TooLarge> {
        let fits = |(width, height): (f64, f64), page: (f64, f64)| width <= page.0 && height <= page.1;
        let (needed, page) = match asked {
            None => (natural, (LONGEST, LONGEST)),
            Some(page) => ((natural.0 * LEAST, natural.1 * LEAST), page),
        };
        if !fits(needed, page) {
            return Err(TooLarge { shown: shown(), needed: (needed.0.ceil(), needed.1.ceil()), page });
        }
        let size = asked.unwrap_or(natural);
        Ok(Self { size, unit: (size.0 / natural.0).min(size.1 / natural.1) })
    }

    /// Checks that `columns` columns, side by side in `room` pixels of the page, are each at least a pixel wide.
    ///
    /// # Errors
    /// Returns [`TooLarge`] if they aren't.
    pub(super) fn columns(&self, columns: usize, room: f64, shown: impl FnOnce() -> String) -> Result<(), TooLarge> {
        let lacking = columns as f64 - room;
        if lacking <= 0.0 {
            return Ok(());
        }
        Err(TooLarge { shown: shown(), needed: ((self.size.0 + lacking).ceil(), self.size.1), page: self.size })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_page_can_show_is_refused_with_the_page_it_would_need() {
        let page = |natural, asked| Page::new(natural, asked, || "500 rows".to_owned());
        assert_eq!(page((900.0, 600.0), None), Ok(Page { size: (900.0, 600.0), unit: 1.0 }));
        assert_eq!(page((900.0, 600.0), Some((1800.0, 900.0))), Ok(Page { size: (1800.0, 900.0), unit: 1.5 }));
        let refused = page((900.0, 10_500.0), None).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "500 rows need a page of 900 x 10500 pixels to be read, and it has 10000 x 10000 at most"
        );
        assert!(page((900.0, 10_500.0), Some((640.0, 5000.0))).is_ok());
        assert_eq!(page((9000.0, 600.0), Some((640.0, 600.0))).unwrap_err().needed, (2250.0, 150.0));
    }

    #[test]
    fn a_column_is_a_pixel_wide() {
        let page = Page { size: (960.0, 600.0), unit: 1.0 };
        assert!(page.columns(800, 800.0, String::new).is_ok());
        assert_eq!(page.columns(1800, 800.0, String::new).unwrap_err().needed, (1960.0, 600.0));
    }
}
