//! Workbooks in OpenDocument (`.ods`): OASIS OpenDocument 1.3, part 3, section 9.

use roxmltree::Node;

use super::{
    archive::{Archive, Broken},
    sheet::{Area, COLUMNS, ROWS, Sheet, SheetRow},
    xml::parse,
};

/// The most cells that may come from repeated cells and rows.
const REPEATED: usize = 1 << 20;

/// The sheets of a workbook.
pub(super) fn sheets(archive: &Archive<'_>) -> Result<Vec<Sheet>, Broken> {
    let text = archive.text("content.xml")?.ok_or(Broken::Damaged)?;
    let document = parse(&text)?;
    let body = document.root_element().children().find(|node| is(node, "body")).ok_or(Broken::Damaged)?;
    let book = body.children().find(|node| is(node, "spreadsheet")).ok_or(Broken::Damaged)?;
    let mut room = REPEATED;
    book.children().filter(|node| is(node, "table")).map(|table| sheet(&table, &mut room)).collect()
}

fn is(node: &Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name() == name
}

/// An attribute, ignoring the prefix of its name.
fn attribute<'a>(node: &Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

/// A count of at least 1.
fn count(node: &Node<'_, '_>, name: &str) -> u32 {
    attribute(node, name).and_then(|count| count.parse().ok()).unwrap_or(1).max(1)
}

fn sheet(table: &Node<'_, '_>, room: &mut usize) -> Result<Sheet, Broken> {
    let mut sheet = Sheet { name: attribute(table, "name").unwrap_or_default().to_owned(), ..Sheet::default() };
    let mut number: u32 = 1;
    // Rows may be in groups, and header rows in a group of their own.
    let is_row = |node: &Node<'_, '_>| is(node, "table-row");
    for row in table.descendants().filter(is_row) {
        if number > ROWS {
            break;
        }
        let repeated = count(&row, "number-rows-repeated");
        let cells = cells(&row, number, &mut sheet.merged, room)?;
        if !cells.is_empty() {
            let repeated = repeated.min(ROWS - number + 1);
            let more = cells.len().saturating_mul(repeated as usize - 1);
            *room = room.checked_sub(more).ok_or(Broken::TooLarge)?;
            sheet.rows.extend((number..number + repeated).map(|number| SheetRow { number, cells: cells.clone() }));
        }
        number = number.saturating_add(repeated);
    }
    Ok(sheet)
}

fn cells(
    row: &Node<'_, '_>,
    number: u32,
    merged: &mut Vec<Area>,
    room: &mut usize,
) -> Result<Vec<(u32, String)>, Broken> {
    let (mut cells, mut column) = (Vec::new(), 0_u32);
    for cell in row.children().filter(Node::is_element) {
        if column >= COLUMNS {
            break;
        }
        let repeated = count(&cell, "number-columns-repeated").min(COLUMNS - column);
        if is(&cell, "table-cell") {
            let [across, down] = ["number-columns-spanned", "number-rows-spanned"].map(|name| count(&cell, name));
            if across > 1 || down > 1 {
                let columns = column..=column.saturating_add(across - 1);
                merged.push(Area { rows: number..=number.saturating_add(down - 1), columns });
            }
            let text = text(&cell);
            if !text.trim().is_empty() {
                *room = room.checked_sub(repeated as usize - 1).ok_or(Broken::TooLarge)?;
                cells.extend((column..column + repeated).map(|column| (column, text.clone())));
            }
        }
        column += repeated;
    }
    Ok(cells)
}

/// A cell's value according to its type, otherwise the text that it shows.
fn text(cell: &Node<'_, '_>) -> String {
    let value = match attribute(cell, "value-type").unwrap_or_default() {
        "float" | "currency" | "percentage" => {
            attribute(cell, "value").map(|value| value.parse().map_or_else(|_| value.to_owned(), super::plain_number))
        }
        "date" => attribute(cell, "date-value").map(|date| date.split('T').next().unwrap_or_default().to_owned()),
        "boolean" => {
            attribute(cell, "boolean-value").map(|value| if value == "true" { "yes" } else { "no" }.to_owned())
        }
        "string" => attribute(cell, "string-value").map(str::to_owned),
        _ => None,
    };
    value.unwrap_or_else(|| {
        let paragraphs: Vec<String> = cell.children().filter(|node| is(node, "p")).map(|p| paragraph(&p)).collect();
        paragraphs.join(" ")
    })
}

/// The text of a paragraph, without the notes in it.
fn paragraph(paragraph: &Node<'_, '_>) -> String {
    let is_note = |node: &Node<'_, '_>| ["annotation", "note", "ruby-text"].iter().any(|name| is(node, name));
    let mut text = String::new();
    let mut skipped_to = None;
    for node in paragraph.descendants() {
        // Nodes are numbered in document order.
        if skipped_to.is_some_and(|end| node.range().start < end) {
            continue;
        }
        if is_note(&node) {
            skipped_to = Some(node.range().end);
        } else if node.is_text() {
            text.push_str(node.text().unwrap_or_default());
        } else if ["s", "tab", "line-break"].iter().any(|name| is(&node, name)) {
            text.push(' ');
        }
    }
    text
}
