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
    /// The page has no area, or doesn't fit into memory.
    #[error("a picture of {width} x {height} pixels cannot be rendered")]
    Size {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// The pixels can't be compressed.
    #[error("the picture cannot be written as PNG: {0}")]
    Encode(String),
}

/// Only the embedded font, so that a picture has the same bytes on every machine.
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

/// The options for reading SVG: only the embedded font and these others, nothing from disk.
fn options(others: &[FontFile]) -> usvg::Options<'static> {
    let fontdb = if others.is_empty() { Arc::clone(&EMBEDDED) } else { Arc::new(fonts(others)) };
    usvg::Options { fontdb, font_family: "Noto Sans".to_owned(), ..usvg::Options::default() }
}

/// An SVG as PNG; one pixel of the page is `scale` pixels of the picture.
///
/// # Errors
/// Returns [`PngError`] if it isn't SVG or the picture would be too large.
pub fn svg_to_png(svg: &str, scale: f32) -> Result<Vec<u8>, PngError> {
    let tree = usvg::Tree::from_str(svg, &options(&[]))?;
    let size = tree.size().to_int_size();
    let mut canvas = canvas([size.width(), size.height()].map(|length| (length as f32 * scale).round() as u32))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut canvas.as_mut());
    encoded(&canvas, "")
}

/// The number of marks that are read as one part, while earlier parts are drawn.
const PART: usize = 2000;
/// The most parts that wait to be drawn.
const WAITING: usize = 2;

/// A picture as PNG, the rendering of its SVG; one pixel of the page is one pixel of the picture.
///
/// One thread reads the SVG in parts, while another draws what has been read. The memory is that of the pixels and of a
/// few parts.
///
/// # Errors
/// Returns [`PngError`] if the picture would be too large.
pub(super) fn scene_to_png(scene: &Scene, fonts: &[FontFile]) -> Result<Vec<u8>, PngError> {
    // This is how the SVG states its size.
    let pixels = |length: f64| ((length * 100.0).round() / 100.0).ceil() as u32;
    let mut canvas = canvas([pixels(scene.width), pixels(scene.height)])?;
    let (sender, trees) = mpsc::sync_channel(WAITING);
    thread::scope(|scope| {
        scope.spawn(move || {
            let options = options(fonts);
            // If a part couldn't be read, the receiver is gone.
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

/// The compressed pixels, without the alpha channel if all of them are opaque.
///
/// The fast level of deflate makes the file a tenth larger than the best level, in a tenth of the time.
fn encoded(canvas: &Pixmap, made_with: &str) -> Result<Vec<u8>, PngError> {
    let failed = |error: png::EncodingError| PngError::Encode(error.to_string());
    let is_opaque = canvas.pixels().iter().all(|pixel| pixel.is_opaque());
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, canvas.width(), canvas.height());
    encoder.set_color(if is_opaque { png::ColorType::Rgb } else { png::ColorType::Rgba });
    encoder.set_depth(png::BitDepth::Eight);
    // Flat areas and sharp letters compress better unfiltered than as differences.
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

/// Whether there is memory for this many pixels: while they are drawn, for a layer of them, and while they are
/// compressed. The renderer aborts the program if an allocation fails, so this is checked before.
fn fits(width: u32, height: u32) -> bool {
    let bytes = 3 * 4 * u64::from(width) * u64::from(height);
    let mut room = Vec::<u8>::new();
    let is_given = usize::try_from(bytes).is_ok_and(|bytes| room.try_reserve_exact(bytes).is_ok());
    std::hint::black_box(&room);
    is_given
}
