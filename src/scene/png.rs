use std::sync::{Arc, LazyLock};

use resvg::{tiny_skia, usvg};
use thiserror::Error;

use super::font::NOTO_SANS;

/// Why an SVG can't be rendered.
#[derive(Debug, Error)]
pub enum PngError {
    /// The SVG isn't one that the renderer understands.
    #[error("the picture cannot be rendered: {0}")]
    Svg(#[from] usvg::Error),
    /// The page has no area, or more than memory holds.
    #[error("a picture of {width} x {height} pixels cannot be rendered")]
    Size {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// The pixels can't be packed.
    #[error("the picture cannot be written as PNG: {0}")]
    Encode(String),
}

/// The embedded font only: a picture has the same bytes on every machine.
static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(NOTO_SANS.to_vec());
    fonts.set_sans_serif_family("Noto Sans");
    fonts.set_serif_family("Noto Sans");
    Arc::new(fonts)
});

/// How SVG is read: with the embedded font, nothing from disk.
pub(super) fn options() -> usvg::Options<'static> {
    usvg::Options { fontdb: Arc::clone(&FONTS), font_family: "Noto Sans".to_owned(), ..usvg::Options::default() }
}

/// An SVG as PNG, one pixel of the page `scale` pixels of the picture.
///
/// # Errors
/// [`PngError`] where it isn't SVG or the picture would be too large.
pub fn svg_to_png(svg: &str, scale: f32) -> Result<Vec<u8>, PngError> {
    let tree = usvg::Tree::from_str(svg, &options())?;
    let size = tree.size().to_int_size();
    let pixels = |length: u32| (length as f32 * scale).round() as u32;
    let (width, height) = (pixels(size.width()), pixels(size.height()));
    let pixmap = fits(width, height).then(|| tiny_skia::Pixmap::new(width, height)).flatten();
    let mut pixmap = pixmap.ok_or(PngError::Size { width, height })?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| PngError::Encode(error.to_string()))
}

/// Whether there is memory for so many pixels: as they are drawn, a layer of them, and as they are packed. The renderer asks
/// for it in a way that ends the program where there is none.
fn fits(width: u32, height: u32) -> bool {
    let bytes = 3 * 4 * u64::from(width) * u64::from(height);
    let mut room = Vec::<u8>::new();
    let is_given = usize::try_from(bytes).is_ok_and(|bytes| room.try_reserve_exact(bytes).is_ok());
    std::hint::black_box(&room);
    is_given
}
