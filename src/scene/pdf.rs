use std::sync::{Arc, LazyLock};

use krilla::{Document, geom::Size, metadata::Metadata, page::PageSettings};
use krilla_svg::{SurfaceExt, SvgSettings};
use thiserror::Error;

use super::font::NOTO_SANS;

/// Points to the pixel: 72 to the inch against 96.
const POINTS: f32 = 0.75;

/// The embedded font only, as for [`svg_to_png`](super::svg_to_png), whose renderer is a newer one.
static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(NOTO_SANS.to_vec());
    fonts.set_sans_serif_family("Noto Sans");
    fonts.set_serif_family("Noto Sans");
    Arc::new(fonts)
});

/// Why an SVG can't be written as PDF.
#[derive(Debug, Error)]
pub enum PdfError {
    /// The SVG isn't one that the renderer understands.
    #[error("the picture cannot be rendered: {0}")]
    Svg(#[from] usvg::Error),
    /// It is understood, but can't be drawn or packed.
    #[error("the picture cannot be written as PDF: {0}")]
    Encode(String),
}

/// An SVG as a PDF of one page, with the letters it uses embedded. It bears no date: the same SVG gives the same bytes.
///
/// # Errors
/// [`PdfError`] where it isn't SVG or can't be packed.
pub fn svg_to_pdf(svg: &str, title: &str) -> Result<Vec<u8>, PdfError> {
    let options =
        usvg::Options { fontdb: Arc::clone(&FONTS), font_family: "Noto Sans".to_owned(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options)?;
    let unfit = || PdfError::Encode("the page has no area".to_owned());
    let (width, height) = (tree.size().width() * POINTS, tree.size().height() * POINTS);
    let size = Size::from_wh(width, height).ok_or_else(unfit)?;
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(title.to_owned()));
    let mut page = document.start_page_with(PageSettings::from_wh(width, height).ok_or_else(unfit)?);
    let mut surface = page.surface();
    surface
        .draw_svg(&tree, size, SvgSettings::default())
        .ok_or_else(|| PdfError::Encode("a part can't be drawn".to_owned()))?;
    surface.finish();
    page.finish();
    document.finish().map_err(|error| PdfError::Encode(format!("{error:?}")))
}
