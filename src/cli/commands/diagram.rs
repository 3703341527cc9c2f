use sistergraph::diagram::{self, Diagram, Engine, GraphvizError, Layout, PATIENCE};

use super::dot;
use crate::cli::{
    error::{Error, count},
    interrupt,
    output::Output,
    pictures::DiagramOptions,
    session::Session,
};

/// The page where none is asked for.
const SIZE: (f64, f64) = (1600.0, 1000.0);

/// The most nodes on a circle whose names can be read on such a page.
const CIRCLE: usize = 120;

pub fn diagram(session: &Session, arguments: DiagramOptions, output: &Output) -> Result<u8, Error> {
    let mut diagram = dot::of(session, &arguments.graph)?;
    let layout = layout(session, &diagram, arguments.engine)?;
    if let Some(title) = arguments.look.title {
        diagram.title = title;
    }
    let size = arguments.look.size.unwrap_or(SIZE);
    let (scene, romanised) = diagram::to_scene(&diagram, &layout, arguments.look.theme, size);
    if romanised > 0 {
        let names = count(romanised, "name");
        session.warning(&format!("{names} shown in Latin letters: the picture's font lacks their own"));
    }
    output.picture(&scene)?;
    Ok(0)
}

/// Laid out by the engine asked for, else by Graphviz, else plainly, which is said.
fn layout(session: &Session, diagram: &Diagram, engine: Option<Engine>) -> Result<Layout, Error> {
    let chosen = engine.unwrap_or_else(|| Engine::for_size(diagram));
    if chosen == Engine::Plain {
        return Ok(plain(session, diagram));
    }
    // It doesn't hear of an interrupt by itself.
    interrupt::handle();
    match diagram::graphviz(diagram, chosen, PATIENCE) {
        Ok((layout, messages)) => {
            messages.lines().for_each(|line| session.note(&format!("Graphviz: {line}")));
            Ok(layout)
        }
        Err(GraphvizError::Missing) if engine.is_none() => {
            session.note(
                "Graphviz is not installed, so nodes stand on a circle; with it (package `graphviz`) the layout shows more",
            );
            Ok(plain(session, diagram))
        }
        Err(error) => Err(error.into()),
    }
}

/// On a circle; says where the circle has too many nodes to be read.
fn plain(session: &Session, diagram: &Diagram) -> Layout {
    if diagram.node_count() > CIRCLE {
        let nodes = count(diagram.node_count(), "node");
        session.warning(&format!("{nodes} on a circle can hardly be read; --ego, --component or --by show fewer"));
    }
    diagram::plain(diagram)
}
