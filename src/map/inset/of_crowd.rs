//! The inset for places that are too close together.

use std::{cmp::Reverse, collections::HashSet};

use rayon::prelude::*;

use super::{
    super::{
        MapOptions, choropleth::Choropleth, content::Content, crowd::crowd, lettering::Lettering, painter::Painter,
    },
    Inset, Named, Room, beside, frame,
};
use crate::scene::Frame;

/// The least factors by which a crowd is enlarged. Of several insets, the one that names most places is chosen.
const GROWTHS: [f64; 6] = [3.0, 4.0, 5.5, 7.5, 10.0, 14.0];
/// An inset can't name more places than this, those with most partners; a larger crowd is searched only among them.
const MOST_OF_A_CROWD: usize = 150;
/// The least number of additional places that must be named with an inset of a crowd.
const WORTH: usize = 2;
/// The margin for names around a crowd, and the largest ratio of the inset's height to its width.
const ROOM: f64 = 36.0;
const TALLEST: f64 = 1.4;

impl Inset {
    /// An inset for places so close together that many aren't named on the map, whose labels are `lettering`. Of
    /// several insets, the one that names most is chosen. `other` is an inset that exists already.
    pub fn of_crowd(
        lettering: &Lettering,
        other: Option<&Inset>,
        content: &Content,
        choropleth: &Choropleth,
        painter: &Painter<'_>,
        room: Room,
    ) -> Option<Self> {
        let sought: HashSet<usize> = lettering.sought().iter().copied().collect();
        let mut unnamed = lettering.unnamed();
        unnamed.sort_by_key(|&number| (Reverse(content.dots[number].degree), number));
        let foremost = unnamed.iter().take(MOST_OF_A_CROWD);
        let points: Vec<[f64; 2]> =
            foremost.map(|&number| painter.projection.place(content.dots[number].position)).collect();
        unnamed.retain(|number| sought.contains(number));
        let widest = frame(painter, room, painter.page.legend.width * TALLEST)?;
        let of_growth = |growth: f64| {
            let margins = 2.0 * ROOM * painter.page.unit;
            let most = [widest.width, widest.height].map(|length| (length - margins) / growth);
            let mut inset = Self::about(crowd(&points, most)?, content, painter, room)?;
            if let (Some(other), Named::Places(places)) = (other, &mut inset.named) {
                places.retain(|&place| !other.names(painter.graph, place));
                inset.prefix = "inset-2-";
            }
            let insets: Vec<&Inset> = other.into_iter().chain([&inset]).collect();
            let (on_the_map, in_it) =
                (beside(&insets, content, choropleth, painter), inset.lettering(content, choropleth, painter));
            let named: HashSet<usize> = on_the_map.named().chain(in_it.named()).collect();
            let left = sought.difference(&named).count();
            (left + WORTH <= unnamed.len()).then_some((left, inset))
        };
        let found: Vec<_> = GROWTHS.into_par_iter().filter_map(of_growth).collect();
        // Of several that leave equally few unnamed, the first counts.
        found.into_iter().min_by_key(|(left, _)| *left).map(|(_, inset)| inset)
    }

    /// The inset of a box on the map.
    fn about(crowd: Frame, content: &Content, painter: &Painter<'_>, room: Room) -> Option<Self> {
        let page = painter.page;
        // The inset also shows the neighbours of the places in the box.
        let margin = 4.0 * page.unit;
        let [width, height] = [crowd.width, crowd.height].map(|length| length + 2.0 * margin);
        let crowd = Frame { left: crowd.left - margin, top: crowd.top - margin, width, height };
        let dots = || painter.drawn.dots.iter().map(|&(number, at, _)| (&content.dots[number], at));
        let positions = dots().filter(|(_, at)| crowd.holds(*at)).map(|(dot, _)| dot.position).collect();
        let height = page.legend.width * (height / width).clamp(1.0, TALLEST);
        let mut inset = Self {
            frame: frame(painter, room, height)?,
            positions,
            padding: ROOM * page.unit,
            name: painter.naming.language.enlarged().to_owned(),
            named: Named::Places(HashSet::new()),
            is_overview: false,
            prefix: "inset-",
        };
        let (projection, _) = inset.projection(&MapOptions::default());
        let held = dots().filter(|(dot, _)| projection.visible(dot.position).is_some()).map(|(dot, _)| dot.place);
        inset.named = Named::Places(held.collect());
        Some(inset)
    }
}
