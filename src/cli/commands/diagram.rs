use sistergraph::diagram::{self, Diagram, Engine, GraphvizError, Layout, PATIENCE};

use super::dot;
use crate::cli::{
    error::{Error, count},
    interrupt,
    output::Output,
    pictures::DiagramOptions,
    session::Session,
};

/// The default size of the page.
const SIZE: (f64, f64) = (1600.0, 1000.0);

/// The most nodes on a circle whose names can be read on such a page.
const CIRCLE: usize = 120;

/// The most nodes and the most edges of a diagram in which anything can be seen.
const MOST: (usize, usize) = (50_000, 250_000);

pub fn diagram(session: &Session, arguments: DiagramOptions, output: &Output) -> Result<u8, Error> {
    let (nodes, edges) = dot::extent(session, &arguments.graph)?;
    if nodes > MOST.0 || edges > MOST.1 {
        return Err(Error::TooLarge {
            message: format!(
                "{} and {} are more than a diagram can show: at most {} and {}",
                count(nodes, "node"),
                count(edges, "edge"),
                MOST.0,
                MOST.1
            ),
            instead: "`map` draws places where they are; --by country, --ego or --component draw less, and so do filters",
        });
    }
    let mut diagram = dot::of(session, &arguments.graph)?;
    diagram.source = session.source();
    let fonts = arguments.look.fonts()?;
    let size = arguments.look.size.unwrap_or(SIZE);
    let layout = layout(session, &mut diagram, arguments.engine, size)?;
    if let Some(title) = arguments.look.title {
        diagram.title = title;
    }
    let (scene, romanised) = diagram::to_scene(&diagram, &layout, arguments.look.theme, size, &fonts);
    session.on_letters(&scene, romanised);
    output.picture(&scene.made_with(session.made_with_line()))?;
    Ok(0)
}

/// Lays out the diagram with the engine asked for, otherwise with the one that suits its size. Without Graphviz, it
/// says so and uses one of our own engines.
fn layout(session: &Session, diagram: &mut Diagram, engine: Option<Engine>, size: (f64, f64)) -> Result<Layout, Error> {
    let chosen = engine.unwrap_or_else(|| Engine::for_size(diagram));
    match chosen {
        Engine::Plain => return Ok(plain(session, diagram)),
        Engine::Springs => return Ok(springs(session, diagram, size)),
        _ => {}
    }
    // Graphviz isn't told about an interrupt by itself.
    interrupt::handle();
    let frame = diagram::frame(diagram, size);
    match diagram::graphviz(diagram, chosen, frame.width / frame.height, PATIENCE) {
        Ok((layout, messages)) => {
            messages.lines().for_each(|line| session.note(&format!("Graphviz: {line}")));
            Ok(layout)
        }
        Err(GraphvizError::Missing) if engine.is_none() => {
            let (nodes, layout) = if diagram.node_count() <= CIRCLE {
                ("nodes stand on a circle", plain(session, diagram))
            } else {
                ("nodes are dots", springs(session, diagram, size))
            };
            session.note(&format!(
                "Graphviz is not installed, so {nodes}; with it (package `graphviz`) the layout shows more"
            ));
            Ok(layout)
        }
        Err(error) => Err(error.into()),
    }
}

/// Lays out on a circle, and says so if there are too many nodes to read.
fn plain(session: &Session, diagram: &Diagram) -> Layout {
    if diagram.node_count() > CIRCLE {
        let nodes = count(diagram.node_count(), "node");
        session.warning(&format!(
            "{nodes} on a circle can hardly be read; --ego, --component or --by show fewer, --engine springs spreads them"
        ));
    }
    diagram::plain(diagram)
}

/// Lays out by springs, without nodes that no tie holds in place.
fn springs(session: &Session, diagram: &mut Diagram, size: (f64, f64)) -> Layout {
    let left_out = diagram.leave_out_untied();
    if left_out > 0 {
        session.note(&format!("{} without a tie not drawn", count(left_out, "node")));
    }
    let frame = diagram::frame(diagram, size);
    diagram::springs(diagram, frame.width / frame.height)
}
