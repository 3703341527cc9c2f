//! Sentences about cells that don't affect answers: one sentence for each kind, however many cells there are.

use sistergraph::formats::{Fault, FaultKind};

use super::{again, error::plural};

/// Says that cells in another notation were read, and how.
pub fn read(cells: &[Fault]) -> Option<String> {
    let mut read = cells.iter().filter(|cell| cell.kind.is_read());
    let first = read.next()?;
    Some(match read.count() {
        0 => first.to_string(),
        more => format!("{first}; {more} more {} in another notation; {}", plural(more, "cell"), lists_them()),
    })
}

/// Says which cells are left blank, with one sentence for each kind.
pub fn unread(cells: &[Fault]) -> Vec<String> {
    let of_kind = |kind: &&'static str| -> Option<String> {
        let mut unread = cells.iter().filter(|cell| kind_of(&cell.kind) == Some(kind));
        let first = unread.next()?;
        Some(match unread.count() {
            0 => format!("{first}; the cell is left blank"),
            more => {
                let (count, kinds) = (more + 1, plural(more + 1, kind));
                format!("{count} {kinds} can't be read and are left blank, the first in {first}; {}", lists_them())
            }
        })
    };
    KINDS.iter().filter_map(of_kind).collect()
}

const KINDS: [&str; 4] = ["date", "number", "position", "word"];

/// What a cell should have been; `None` if it was read.
fn kind_of(fault: &FaultKind) -> Option<&'static str> {
    Some(match fault {
        FaultKind::OtherNotation { .. } => return None,
        FaultKind::Date(_) => KINDS[0],
        FaultKind::HalfPosition | FaultKind::NotAPoint(_) | FaultKind::Position(_) => KINDS[2],
        FaultKind::Word(_) | FaultKind::NotYesOrNo(_) => KINDS[3],
        _ => KINDS[1],
    })
}

fn lists_them() -> String {
    format!("`{}` lists them", again::about_same_data("check"))
}
