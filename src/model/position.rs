use thiserror::Error;

/// A point on the globe in decimal degrees (WGS 84): latitude -90 to 90, longitude -180 to 180.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    lat: f64,
    lon: f64,
}

/// A latitude or longitude off the globe, or not a number.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum PositionError {
    /// The latitude isn't within -90 to 90.
    #[error("latitude {0} is outside -90 to 90")]
    Latitude(f64),
    /// The longitude isn't within -180 to 180.
    #[error("longitude {0} is outside -180 to 180")]
    Longitude(f64),
}

impl Position {
    /// The position at `lat`, `lon` in degrees.
    ///
    /// # Errors
    /// Returns [`PositionError`] if either is out of its range, infinite or NaN.
    pub fn new(lat: f64, lon: f64) -> Result<Self, PositionError> {
        if !(-90.0..=90.0).contains(&lat) {
            return Err(PositionError::Latitude(lat));
        }
        if !(-180.0..=180.0).contains(&lon) {
            return Err(PositionError::Longitude(lon));
        }
        Ok(Self { lat, lon })
    }

    /// Stands for an unknown position in lists where each position takes the space of two numbers.
    pub(crate) const NOWHERE: Self = Self { lat: f64::NAN, lon: f64::NAN };

    /// The position, or `None` for [`NOWHERE`](Self::NOWHERE).
    pub(crate) fn known(self) -> Option<Self> {
        (!self.lat.is_nan()).then_some(self)
    }

    /// Latitude in degrees, north positive.
    pub fn lat(self) -> f64 {
        self.lat
    }

    /// Longitude in degrees, east positive.
    pub fn lon(self) -> f64 {
        self.lon
    }
}
