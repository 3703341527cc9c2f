use thiserror::Error;

use super::{Scene, letters::in_letters, to_svg};

#[cfg(feature = "pdf")]
use super::pdf::{PdfError, scene_to_pdf};
#[cfg(feature = "png")]
use super::png::{PngError, scene_to_png};

/// A format of pictures. Formats that the program was built without aren't among the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    /// Scalable Vector Graphics.
    Svg,
    /// Portable Network Graphics.
    #[cfg(feature = "png")]
    Png,
    /// Portable Document Format.
    #[cfg(feature = "pdf")]
    Pdf,
}

/// Why a picture can't be written.
#[derive(Debug, Error)]
pub enum PictureError {
    /// It can't be rendered.
    #[cfg(feature = "png")]
    #[error(transparent)]
    Png(#[from] PngError),
    /// It can't be packed.
    #[cfg(feature = "pdf")]
    #[error(transparent)]
    Pdf(#[from] PdfError),
}

impl PictureFormat {
    /// Every format that the program was built with.
    pub const ALL: &'static [PictureFormat] = &[
        PictureFormat::Svg,
        #[cfg(feature = "png")]
        PictureFormat::Png,
        #[cfg(feature = "pdf")]
        PictureFormat::Pdf,
    ];

    /// Its name, which is also its file extension.
    pub fn name(self) -> &'static str {
        match self {
            PictureFormat::Svg => "svg",
            #[cfg(feature = "png")]
            PictureFormat::Png => "png",
            #[cfg(feature = "pdf")]
            PictureFormat::Pdf => "pdf",
        }
    }

    /// The format with a file extension.
    pub fn from_extension(extension: &str) -> Option<Self> {
        let extension = extension.to_ascii_lowercase();
        Self::ALL.iter().copied().find(|format| format.name() == extension)
    }

    /// A picture in this format: its SVG, or what that SVG renders to. Texts that the scene's fonts can't write are
    /// romanised.
    ///
    /// # Errors
    /// Returns [`PictureError`] if it can't be rendered; never for SVG.
    pub fn encode(self, scene: &Scene) -> Result<Vec<u8>, PictureError> {
        let letters = in_letters(scene);
        match self {
            PictureFormat::Svg => Ok(to_svg(&letters.scene).into_bytes()),
            #[cfg(feature = "png")]
            PictureFormat::Png => Ok(scene_to_png(&letters.scene, &letters.files)?),
            #[cfg(feature = "pdf")]
            PictureFormat::Pdf => Ok(scene_to_pdf(&letters.scene, &letters.files)?),
        }
    }
}
