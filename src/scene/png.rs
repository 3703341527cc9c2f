use std::{
    io::Write,
    sync::{Arc, LazyLock, mpsc},
    thread,
};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{
        self,
        fontdb::{Database, Source},
    },
};
use thiserror::Error;

use super::{FontFile, Scene, font::NOTO_SANS, svg::to_svg_parts};

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
static EMBEDDED: LazyLock<Arc<Database>> = LazyLock::new(|| Arc::new(fonts(&[])));

/// The embedded font, and others for letters that it lacks.
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

/// How SVG is read: with the embedded font and these others, nothing from disk.
fn options(others: &[FontFile]) -> usvg::Options<'static> {
    let fontdb = if others.is_empty() { Arc::clone(&EMBEDDED) } else { Arc::new(fonts(others)) };
    usvg::Options { fontdb, font_family: "Noto Sans".to_owned(), ..usvg::Options::default() }
}

/// An SVG as PNG, one pixel of the page `scale` pixels of the picture.
///
/// # Errors
/// [`PngError`] where it isn't SVG or the picture would be too large.
pub fn svg_to_png(svg: &str, scale: f32) -> Result<Vec<u8>, PngError> {
    let tree = usvg::Tree::from_str(svg, &options(&[]))?;
    let size = tree.size().to_int_size();
    let mut canvas = canvas([size.width(), size.height()].map(|length| (length as f32 * scale).round() as u32))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut canvas.as_mut());
    encoded(&canvas, "")
}

/// Marks that are read at once while those before them are drawn.
const PART: usize = 2000;
/// Parts that wait to be drawn.
const WAITING: usize = 2;

/// A picture as PNG, a pixel of the page being one of the picture: what its SVG renders to.
///
/// One thread reads the SVG, a part at a time, while another draws what has been read. Memory is that of the pixels and
/// of a few parts.
///
/// # Errors
/// [`PngError`] where the picture would be too large.
pub(super) fn scene_to_png(scene: &Scene, fonts: &[FontFile]) -> Result<Vec<u8>, PngError> {
    // As the SVG has its size.
    let pixels = |length: f64| ((length * 100.0).round() / 100.0).ceil() as u32;
    let mut canvas = canvas([pixels(scene.width), pixels(scene.height)])?;
    let (sender, trees) = mpsc::sync_channel(WAITING);
    thread::scope(|scope| {
        scope.spawn(move || {
            let options = options(fonts);
            // Nobody waits for more once a part could not be read.
            to_svg_parts(scene, PART, &mut |part| drop(sender.send(usvg::Tree::from_str(&part, &options))));
        });
        for tree in trees {
            resvg::render(&tree?, Transform::identity(), &mut canvas.as_mut());
        }
        encoded(&canvas, &scene.made_with)
    })
}

fn canvas([width, height]: [u32; 2]) -> Result<Pixmap, PngError> {
    let canvas = fits(width, height).then(|| Pixmap::new(width, height)).flatten();
    canvas.ok_or(PngError::Size { width, height })
}

/// The pixels packed, row by row: without the channel that says how opaque they are where all are.
///
/// The fast level of deflate makes the file a tenth larger than the best, in a tenth of the time.
fn encoded(canvas: &Pixmap, made_with: &str) -> Result<Vec<u8>, PngError> {
    let failed = |error: png::EncodingError| PngError::Encode(error.to_string());
    let is_opaque = canvas.pixels().iter().all(|pixel| pixel.is_opaque());
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, canvas.width(), canvas.height());
    encoder.set_color(if is_opaque { png::ColorType::Rgb } else { png::ColorType::Rgba });
    encoder.set_depth(png::BitDepth::Eight);
    // Flat areas and sharp letters are packed better as they are than as differences.
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_deflate_compression(png::DeflateCompression::Level(1));
    if !made_with.is_empty() {
        encoder.add_itxt_chunk("Software".to_owned(), made_with.to_owned()).map_err(failed)?;
    }
    let mut writer = encoder.write_header().map_err(failed)?;
    let mut stream = writer.stream_writer().map_err(failed)?;
    let mut row = Vec::new();
    for pixels in canvas.pixels().chunks(canvas.width() as usize) {
        row.clear();
        for pixel in pixels.iter().map(|pixel| pixel.demultiply()) {
            let channels = [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()];
            row.extend_from_slice(&channels[..if is_opaque { 3 } else { 4 }]);
        }
        stream.write_all(&row).map_err(|error| PngError::Encode(error.to_string()))?;
    }
    stream.finish().map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
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
