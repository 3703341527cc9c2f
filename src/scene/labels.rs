use rstar::{AABB, RTree, RTreeObject};

use super::{Anchor, Font, Frame};

/// The distance between a label and what it names.
const GAP: f64 = 3.0;
/// How far letters extend above the baseline, and below it, as shares of the font size.
const RISE: f64 = 0.78;
const DROP: f64 = 0.24;

/// The font size of a name that doesn't fit at its own size, as a share of that.
const SMALLER: f64 = 0.84;
/// The same for a name that stands off its dot, at the end of a line.
const OFF: f64 = 0.92;
/// The distances of such a name from its dot, in font sizes, nearest first.
const DISTANCES: [f64; 6] = [1.4, 2.0, 2.8, 3.8, 5.0, 6.4];
/// The directions in which lines leave the dot, in order of preference: sideways before up and down.
const DIRECTIONS: [f64; 16] =
    [0.0, 180.0, 25.0, 335.0, 155.0, 205.0, 45.0, 315.0, 135.0, 225.0, 65.0, 295.0, 115.0, 245.0, 90.0, 270.0];

/// A dot with less than this share of another's width may be covered by the other's label.
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
    /// The box around a circle.
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

/// A name to be placed at a point.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The name.
    pub text: String,
    /// The point.
    pub at: [f64; 2],
    /// The radius of the dot that the label must not cover; `None` if the label is on the point itself.
    pub radius: Option<f64>,
    /// The size of the letters.
    pub size: f64,
    /// The largest width; a wider label would extend beyond what it names.
    pub widest: f64,
    /// Whether readers look for the name. If there is no room by the dot, its letters may be smaller, or it may stand
    /// off the dot at the end of a line.
    pub is_important: bool,
}

/// A label with its position.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The index of its wish.
    pub wish: usize,
    /// The x coordinate of its anchor, from the left.
    pub x: f64,
    /// The y coordinate of its baseline, from the top.
    pub y: f64,
    /// The point of the label that is at `x`.
    pub anchor: Anchor,
    /// Its font size: that of the wish, or a smaller one.
    pub size: f64,
    /// The area that it covers.
    pub area: Bounds,
    /// The line from the edge of the dot to a name that stands off it.
    pub leader: Option<[[f64; 2]; 2]>,
}

/// Places labels for as many wishes as fit, in order; no label overlaps another one or the frame. A label avoids all
/// dots. If that isn't possible, it may cover dots much smaller than its own, which then aren't labelled. The lines to
/// important names that stand off their dots cross no label.
///
/// The algorithm is greedy over the positions that cartographers prefer (P. Yoeli, "The Logic of Automated Map
/// Lettering", 1972: right and above first). O(n log n).
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
        let covers_small = |label: &Label| {
            let covered = dots.locate_in_envelope_intersecting(&label.area.envelope());
            own.is_some_and(|own| covered.into_iter().all(|dot| dot.width() < SMALL * own.width()))
        };
        let by_the_dot = |size: f64| {
            let candidates = candidates(wish, number, size);
            let free = candidates.iter().find(|label| fits(label) && !meets(&dots, &label.area));
            free.or_else(|| candidates.iter().find(|label| fits(label) && covers_small(label))).cloned()
        };
        let mut placed = by_the_dot(wish.size);
        if placed.is_none() && wish.is_important {
            let is_clear = |label: &Label| {
                let mut line = label.leader.iter().flat_map(|&line| along(line));
                fits(label) && !meets(&dots, &label.area) && line.all(|piece| !meets(&taken, &piece))
            };
            placed = by_the_dot(SMALLER * wish.size).or_else(|| off_the_dot(wish, number).find(is_clear));
        }
        if let Some(label) = placed {
            taken.insert(label.area);
            label.leader.iter().flat_map(|&line| along(line)).for_each(|piece| taken.insert(piece));
            labels.push(label);
        }
    }
    labels
}

fn meets(tree: &RTree<Bounds>, area: &Bounds) -> bool {
    tree.locate_in_envelope_intersecting(&area.envelope()).next().is_some()
}

/// The possible positions of a label by its dot, the best first.
fn candidates(wish: &Wish, number: usize, size: f64) -> Vec<Label> {
    let width = Font.width(&wish.text, size);
    if width > wish.widest {
        return Vec::new();
    }
    let label = |x: f64, y: f64, anchor: Anchor| label(number, [x, y], anchor, (width, size));
    let [x, y] = wish.at;
    let middle = y + (RISE - DROP) / 2.0 * size;
    let Some(radius) = wish.radius else { return vec![label(x, middle, Anchor::Middle)] };
    let (off, slant) = (radius + GAP, (radius + GAP) * 0.75);
    let (above, below) = (y - off - DROP * size, y + off + RISE * size);
    vec![
        label(x + off, middle, Anchor::Start),
        label(x + slant, y - slant, Anchor::Start),
        label(x + slant, y + slant + 0.5 * size, Anchor::Start),
        label(x, above, Anchor::Middle),
        label(x, below, Anchor::Middle),
        label(x - off, middle, Anchor::End),
        label(x - slant, y - slant, Anchor::End),
        label(x - slant, y + slant + 0.5 * size, Anchor::End),
    ]
}

/// The possible positions of a label at the end of a line from its dot, the nearest first.
fn off_the_dot(wish: &Wish, number: usize) -> impl Iterator<Item = Label> {
    let size = OFF * wish.size;
    let width = Font.width(&wish.text, size);
    let places = DISTANCES.iter().flat_map(move |distance| DIRECTIONS.map(|direction| (distance * size, direction)));
    let radius = wish.radius.filter(|_| width <= wish.widest);
    let at = wish.at;
    radius.into_iter().flat_map(move |radius| {
        places.clone().map(move |(distance, direction)| {
            let (sin, cos) = direction.to_radians().sin_cos();
            let out = |length: f64| [at[0] + length * cos, at[1] - length * sin];
            let end @ [x, y] = out(radius + distance);
            // The line ends at the side, the top or the bottom of the name, whichever is nearest.
            let (x, y, anchor) = match cos {
                cos if cos > 0.3 => (x + GAP, y + (RISE - DROP) / 2.0 * size, Anchor::Start),
                cos if cos < -0.3 => (x - GAP, y + (RISE - DROP) / 2.0 * size, Anchor::End),
                _ if sin > 0.0 => (x, y - DROP * size - 1.0, Anchor::Middle),
                _ => (x, y + RISE * size + 1.0, Anchor::Middle),
            };
            Label { leader: Some([out(radius), end]), ..label(number, [x, y], anchor, (width, size)) }
        })
    })
}

fn label(wish: usize, [x, y]: [f64; 2], anchor: Anchor, (width, size): (f64, f64)) -> Label {
    let left = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2.0,
        Anchor::End => x - width,
    };
    let low = [left - 1.0, y - RISE * size];
    let high = [left + width + 1.0, y + DROP * size];
    Label { wish, x, y, anchor, size, area: Bounds { low, high }, leader: None }
}

/// Boxes along a line, so small that they cover little beside it. The end at the name is left out.
fn along([from, to]: [[f64; 2]; 2]) -> impl Iterator<Item = Bounds> {
    const STEP: f64 = 4.0;
    let steps = ((to[0] - from[0]).hypot(to[1] - from[1]) / STEP).floor().max(1.0);
    let at = move |step: f64| [0, 1].map(|axis| from[axis] + (to[axis] - from[axis]) * step / steps);
    (0..steps as u32).map(move |step| Bounds::about(at(f64::from(step)), 0.5))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FRAME: Frame = Frame { left: 0.0, top: 0.0, width: 600.0, height: 400.0 };

    fn wish(text: &str, at: [f64; 2], radius: Option<f64>) -> Wish {
        Wish { text: text.to_owned(), at, radius, size: 12.0, widest: 300.0, is_important: false }
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

    /// A dot surrounded by a ring of others, so that its name only fits beyond them.
    fn shut_in(is_important: bool) -> (Vec<Wish>, Vec<Bounds>) {
        let middle = [300.0, 200.0];
        let mut dots: Vec<Bounds> = (0..24)
            .map(|number| {
                let (sin, cos) = (f64::from(number) * 15.0).to_radians().sin_cos();
                Bounds::about([middle[0] + 14.0 * cos, middle[1] + 14.0 * sin], 4.0)
            })
            .collect();
        dots.push(Bounds::about(middle, 3.0));
        (vec![Wish { is_important, ..wish("Warsaw", middle, Some(3.0)) }], dots)
    }

    #[test]
    fn an_important_name_without_room_stands_off_its_dot_at_the_end_of_a_line() {
        let (wishes, dots) = shut_in(true);
        let labels = place_labels(&wishes, &dots, FRAME);
        let [from, to] = labels[0].leader.unwrap();
        assert!((from[0] - 300.0).hypot(from[1] - 200.0) < 3.1);
        assert!((to[0] - 300.0).hypot(to[1] - 200.0) > 14.0 && labels[0].size < 12.0);
        let (wishes, dots) = shut_in(false);
        assert!(place_labels(&wishes, &dots, FRAME).is_empty());
    }

    proptest! {
        /// Boxes are tested against each other directly, without the trees that were used to place them.
        #[test]
        fn labels_never_overlap(points in prop::collection::vec((0f64..600.0, 0f64..400.0, 0f64..9.0, "[A-Za-zА-я ]{1,14}"), 1..80), important in 0usize..40) {
            let mut wishes: Vec<Wish> = points.iter().map(|(x, y, r, text)| wish(text, [*x, *y], Some(*r))).collect();
            wishes.iter_mut().take(important).for_each(|wish| wish.is_important = true);
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
                // A line crosses no label; it begins at its own dot.
                for [from, to] in labels.iter().filter(|other| other.wish != label.wish).filter_map(|other| other.leader) {
                    let at = |share: f64| [0, 1].map(|axis| from[axis] + share * (to[axis] - from[axis]));
                    let inner = |share: f64| {
                        let at = at(share);
                        (0..2).all(|axis| label.area.low[axis] + 3.0 < at[axis] && at[axis] < label.area.high[axis] - 3.0)
                    };
                    prop_assert!(!(0..50).any(|step| inner(f64::from(step) / 50.0)));
                }
                // Labelled dots are visible.
                prop_assert!(!labels.iter().any(|other| other.wish > label.wish && overlap(&dots[other.wish], &label.area)));
            }
        }
    }
}
