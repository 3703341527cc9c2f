use d3_geo_rs::{path, stream::Stream};
use geo_types::Coord;

/// A line on the page; if it is closed, the ring of an area.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Stroke {
    pub points: Vec<[f64; 2]>,
    pub closed: bool,
}

/// The end of the projection pipeline, which collects the clipped and resampled lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ink {
    strokes: Vec<Stroke>,
    points: Vec<[f64; 2]>,
    in_polygon: bool,
}

impl Stream for Ink {
    type EP = Self;
    type T = f64;

    fn endpoint(&mut self) -> &mut Self {
        self
    }

    fn line_start(&mut self) {
        self.points.clear();
    }

    fn point(&mut self, p: &Coord<f64>, _: Option<u8>) {
        if p.x.is_finite() && p.y.is_finite() {
            self.points.push([p.x, p.y]);
        }
    }

    fn line_end(&mut self) {
        let points = std::mem::take(&mut self.points);
        if points.len() > 1 {
            self.strokes.push(Stroke { points, closed: self.in_polygon });
        }
    }

    fn polygon_start(&mut self) {
        self.in_polygon = true;
    }

    fn polygon_end(&mut self) {
        self.in_polygon = false;
    }
}

impl path::Result for Ink {
    type Out = Vec<Stroke>;

    fn result(&mut self) -> Vec<Stroke> {
        std::mem::take(&mut self.strokes)
    }
}
