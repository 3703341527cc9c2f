use thiserror::Error;

#[cfg(feature = "png")]
use super::png::{PngError, svg_to_png};

/// A form of picture. What the program was built without is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    /// Scalable Vector Graphics.
    Svg,
    /// Portable Network Graphics.
    #[cfg(feature = "png")]
    Png,
}

/// Why a picture can't be written.
#[derive(Debug, Error)]
pub enum PictureError {
    /// It can't be rendered.
    #[cfg(feature = "png")]
    #[error(transparent)]
    Png(#[from] PngError),
}

impl PictureFormat {
    /// Every form that the program was built with.
    pub const ALL: &'static [PictureFormat] = &[
        PictureFormat::Svg,
        #[cfg(feature = "png")]
        PictureFormat::Png,
    ];

    /// Its name, which is its file's extension.
    pub fn name(self) -> &'static str {
        match self {
            PictureFormat::Svg => "svg",
            #[cfg(feature = "png")]
            PictureFormat::Png => "png",
        }
    }

    /// The form that a file's extension stands for.
    pub fn from_extension(extension: &str) -> Option<Self> {
        let extension = extension.to_ascii_lowercase();
        Self::ALL.iter().copied().find(|format| format.name() == extension)
    }

    /// An SVG in this form.
    ///
    /// # Errors
    /// [`PictureError`] where it can't be rendered; never for SVG.
    pub fn encode(self, svg: String) -> Result<Vec<u8>, PictureError> {
        match self {
            PictureFormat::Svg => Ok(svg.into_bytes()),
            #[cfg(feature = "png")]
            PictureFormat::Png => Ok(svg_to_png(&svg, 1.0)?),
        }
    }
}
