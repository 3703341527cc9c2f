use rstar::{AABB, RTree, RTreeObject};

use super::{Anchor, Font, Frame};

/// How far a label stands off what it names.
const GAP: f64 = 3.0;
/// The share of the font's size that letters rise above the base line, and sink below it.
const RISE: f64 = 0.78;
const DROP: f64 = 0.24;

/// A dot of less than this share of another's width may be covered by the other's label.
const SMALL: f64 = 0.7;

/// A box on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Left and top.
    pub low: [f64; 2],
    /// Right and bottom.
    pub high: [f64; 2],
}

impl Bounds {
    /// The box about a circle.
    pub fn about([x, y]: [f64; 2], radius: f64) -> Self {
        Self { low: [x - radius, y - radius], high: [x + radius, y + radius] }
    }

    fn width(&self) -> f64 {
        self.high[0] - self.low[0]
    }
}

impl RTreeObject for Bounds {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.low, self.high)
    }
}

/// A name that wants to stand by a point.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The name.
    pub text: String,
    /// The point.
    pub at: [f64; 2],
    /// The radius of the dot that the label must leave free; none where the label stands on the point itself.
    pub radius: Option<f64>,
    /// The size of the letters.
    pub size: f64,
    /// The most it may be wide; wider it would run out of what it names.
    pub widest: f64,
}

/// A label with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The number of its wish.
    pub wish: usize,
    /// Where it is anchored, from the left.
    pub x: f64,
    /// Its base line, from the top.
    pub y: f64,
    /// Which point of it is at `x`.
    pub anchor: Anchor,
    /// What it covers.
    pub area: Bounds,
}

/// Labels for as many wishes as fit, the first first: none overlaps another or the frame. A label avoids all dots; where
/// that can't be, dots much smaller than its own may be covered, and are not labelled then.
///
/// Greedy over the positions that cartographers prefer (P. Yoeli, "The Logic of Automated Map Lettering", 1972: right and
/// above first), O(n log n).
pub fn place_labels(wishes: &[Wish], dots: &[Bounds], frame: Frame) -> Vec<Label> {
    let dots: RTree<Bounds> = RTree::bulk_load(dots.to_vec());
    let mut taken: RTree<Bounds> = RTree::new();
    let mut labels = Vec::new();
    for (number, wish) in wishes.iter().enumerate() {
        let own = wish.radius.map(|radius| Bounds::about(wish.at, radius));
        if own.is_some_and(|own| meets(&taken, &own)) {
            continue;
        }
        let fits =
            |label: &Label| frame.holds(label.area.low) && frame.holds(label.area.high) && !meets(&taken, &label.area);
        let candidates = candidates(wish, number);
        let free = candidates.iter().find(|label| fits(label) && !meets(&dots, &label.area));
        let covers_small = |label: &Label| {
            let covered = dots.locate_in_envelope_intersecting(&label.area.envelope());
            own.is_some_and(|own| covered.into_iter().all(|dot| dot.width() < SMALL * own.width()))
        };
        let placed = free.or_else(|| candidates.iter().find(|label| fits(label) && covers_small(label)));
        if let Some(label) = placed {
            taken.insert(label.area);
            labels.push(label.clone());
        }
    }
    labels
}

fn meets(tree: &RTree<Bounds>, area: &Bounds) -> bool {
    tree.locate_in_envelope_intersecting(&area.envelope()).next().is_some()
}

/// The positions of a label, the best first.
fn candidates(wish: &Wish, number: usize) -> Vec<Label> {
    let width = Font.width(&wish.text, wish.size);
    if width > wish.widest {
        return Vec::new();
    }
    let label = |x: f64, y: f64, anchor: Anchor| {
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        let low = [left - 1.0, y - RISE * wish.size];
        let high = [left + width + 1.0, y + DROP * wish.size];
        Label { wish: number, x, y, anchor, area: Bounds { low, high } }
    };
    let [x, y] = wish.at;
    let middle = y + (RISE - DROP) / 2.0 * wish.size;
    let Some(radius) = wish.radius else { return vec![label(x, middle, Anchor::Middle)] };
    let (off, slant) = (radius + GAP, (radius + GAP) * 0.75);
    let (above, below) = (y - off - DROP * wish.size, y + off + RISE * wish.size);
    vec![
        label(x + off, middle, Anchor::Start),
        label(x + slant, y - slant, Anchor::Start),
        label(x + slant, y + slant + 0.5 * wish.size, Anchor::Start),
        label(x, above, Anchor::Middle),
        label(x, below, Anchor::Middle),
        label(x - off, middle, Anchor::End),
        label(x - slant, y - slant, Anchor::End),
        label(x - slant, y + slant + 0.5 * wish.size, Anchor::End),
    ]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FRAME: Frame = Frame { left: 0.0, top: 0.0, width: 600.0, height: 400.0 };

    fn wish(text: &str, at: [f64; 2], radius: Option<f64>) -> Wish {
        Wish { text: text.to_owned(), at, radius, size: 12.0, widest: 300.0 }
    }

    #[test]
    fn the_first_wish_stands_to_the_right() {
        let labels = place_labels(&[wish("Mogilev", [100.0, 100.0], Some(4.0))], &[], FRAME);
        assert_eq!((labels.len(), labels[0].anchor, labels[0].x), (1, Anchor::Start, 107.0));
    }

    #[test]
    fn what_is_too_wide_or_outside_is_left_out() {
        let mut wide = wish("a long name", [300.0, 200.0], None);
        wide.widest = 20.0;
        assert!(place_labels(&[wide, wish("Out", [-50.0, 20.0], Some(3.0))], &[], FRAME).is_empty());
    }

    proptest! {
        /// Tested box against box, without the trees that placed them.
        #[test]
        fn labels_never_overlap(points in prop::collection::vec((0f64..600.0, 0f64..400.0, 0f64..9.0, "[A-Za-zА-я ]{1,14}"), 1..80)) {
            let wishes: Vec<Wish> = points.iter().map(|(x, y, r, text)| wish(text, [*x, *y], Some(*r))).collect();
            let dots: Vec<Bounds> = points.iter().map(|(x, y, r, _)| Bounds::about([*x, *y], *r)).collect();
            let labels = place_labels(&wishes, &dots, FRAME);
            let overlap = |a: &Bounds, b: &Bounds| {
                (0..2).all(|axis| a.low[axis] <= b.high[axis] && b.low[axis] <= a.high[axis])
            };
            for (number, label) in labels.iter().enumerate() {
                prop_assert!(FRAME.holds(label.area.low) && FRAME.holds(label.area.high));
                prop_assert!(!labels[..number].iter().any(|other| overlap(&other.area, &label.area)));
                let own = dots[label.wish].width();
                let covered: Vec<&Bounds> = dots.iter().filter(|dot| overlap(dot, &label.area)).collect();
                prop_assert!(covered.iter().all(|dot| dot.width() < own));
                // What is labelled can be seen.
                prop_assert!(!labels.iter().any(|other| other.wish > label.wish && overlap(&dots[other.wish], &label.area)));
            }
        }
    }
}
