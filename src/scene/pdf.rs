use std::sync::Arc;

use krilla::{Document, geom::Size, metadata::Metadata, page::PageSettings};
use krilla_svg::{SurfaceExt, SvgSettings};
use thiserror::Error;
use usvg::fontdb::{Database, Source};

use super::{FontFile, Scene, font::NOTO_SANS, to_svg};

/// Points per pixel: 72 per inch against 96.
const POINTS: f32 = 0.75;

/// The embedded font and others, like those of [`svg_to_png`](super::svg_to_png), which uses a newer version of the
/// renderer.
fn fonts(others: &[FontFile]) -> Database {
    let mut fonts = Database::new();
    fonts.load_font_data(NOTO_SANS.to_vec());
    for file in others {
        let data: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::clone(&file.data) as _;
        fonts.load_font_source(Source::Binary(data));
    }
    fonts.set_sans_serif_family("Noto Sans");
    fonts.set_serif_family("Noto Sans");
    fonts
}

/// Why an SVG can't be written as PDF.
#[derive(Debug, Error)]
pub enum PdfError {
    /// The SVG isn't one that the renderer understands.
    #[error("the picture cannot be rendered: {0}")]
    Svg(#[from] usvg::Error),
    /// The SVG is valid but can't be drawn or compressed.
    #[error("the picture cannot be written as PDF: {0}")]
    Encode(String),
}

/// An SVG as a PDF of one page, with the letters that it uses embedded. It has no date: the same SVG gives the same
/// bytes.
///
/// # Errors
/// Returns [`PdfError`] if it isn't SVG or can't be compressed.
pub fn svg_to_pdf(svg: &str, title: &str) -> Result<Vec<u8>, PdfError> {
    packed(svg, Metadata::new().title(title.to_owned()), &[])
}

/// A picture as PDF: its SVG on one page, with its title and the conditions under which it was made.
pub(super) fn scene_to_pdf(scene: &Scene, fonts: &[FontFile]) -> Result<Vec<u8>, PdfError> {
    let metadata = Metadata::new().title(scene.title.clone()).language(scene.language.to_owned());
    let metadata = match (scene.description.is_empty(), scene.made_with.is_empty()) {
        (true, true) => metadata,
        (true, false) => metadata.creator(scene.made_with.clone()),
        (false, true) => metadata.description(scene.description.clone()),
        (false, false) => metadata.description(scene.description.clone()).creator(scene.made_with.clone()),
    };
    packed(&to_svg(scene), metadata, fonts)
}

fn packed(svg: &str, metadata: Metadata, others: &[FontFile]) -> Result<Vec<u8>, PdfError> {
    let fontdb = Arc::new(fonts(others));
    let options = usvg::Options { fontdb, font_family: "Noto Sans".to_owned(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options)?;
    let unfit = || PdfError::Encode("the page has no area".to_owned());
    let (width, height) = (tree.size().width() * POINTS, tree.size().height() * POINTS);
    let size = Size::from_wh(width, height).ok_or_else(unfit)?;
    let mut document = Document::new();
    document.set_metadata(metadata);
    let mut page = document.start_page_with(PageSettings::from_wh(width, height).ok_or_else(unfit)?);
    let mut surface = page.surface();
    surface
        .draw_svg(&tree, size, SvgSettings::default())
        .ok_or_else(|| PdfError::Encode("a part can't be drawn".to_owned()))?;
    surface.finish();
    page.finish();
    document.finish().map_err(|error| PdfError::Encode(format!("{error:?}")))
}
