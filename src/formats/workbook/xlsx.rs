//! Workbooks in Office Open XML (`.xlsx`): ECMA-376, part 1, section 18.

use roxmltree::{Document, Node};

use super::{
    archive::{Archive, Broken},
    serial::{DateParts, iso},
    sheet::{Area, COLUMNS, ROWS, Sheet, SheetRow},
    xml::parse,
};

/// The sheets of a workbook, hidden ones last.
pub(super) fn sheets(archive: &Archive<'_>) -> Result<Vec<Sheet>, Broken> {
    let book_path = book_path(archive)?;
    let (folder, file) = book_path.rsplit_once('/').unwrap_or(("", &book_path));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let relations = Relations::read(archive, &format!("{folder}_rels/{file}.rels"), &folder)?;
    let text = archive.text(&book_path)?.ok_or(Broken::Damaged)?;
    let book = parse(&text)?;
    let is_1904 = find(&book, "workbookPr")
        .and_then(|book| book.attribute("date1904"))
        .is_some_and(|is| is != "0" && is != "false");
    let mut cells = CellTexts { is_1904, strings: Vec::new(), styles: Vec::new() };
    if let Some(text) = relations.of_kind("sharedStrings").map(|path| archive.text(path)).transpose()?.flatten() {
        cells.strings =
            parse(&text)?.root_element().children().filter(|node| is(node, "si")).map(|si| string(&si)).collect();
    }
    if let Some(text) = relations.of_kind("styles").map(|path| archive.text(path)).transpose()?.flatten() {
        cells.styles = styles(&parse(&text)?);
    }
    let mut sheets = Vec::new();
    for sheet in find(&book, "sheets").iter().flat_map(|sheets| sheets.children().filter(|node| is(node, "sheet"))) {
        let id = sheet.attributes().find(|attribute| attribute.name() == "id").map(|id| id.value()).unwrap_or_default();
        let Some(path) = relations.of_id(id) else { continue };
        // A chart sheet has no cells.
        let Some(text) = archive.text(path)? else { continue };
        let mut found = cells.sheet(&parse(&text)?);
        found.name = sheet.attribute("name").unwrap_or_default().to_owned();
        found.is_hidden = sheet.attribute("state").is_some_and(|state| state != "visible");
        sheets.push(found);
    }
    sheets.sort_by_key(|sheet| sheet.is_hidden);
    Ok(sheets)
}

/// The path of the workbook part.
fn book_path(archive: &Archive<'_>) -> Result<String, Broken> {
    let relations = Relations::read(archive, "_rels/.rels", "")?;
    Ok(relations.of_kind("officeDocument").unwrap_or("xl/workbook.xml").to_owned())
}

fn is(node: &Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name() == name
}

fn find<'a, 'i>(document: &'a Document<'i>, name: &str) -> Option<Node<'a, 'i>> {
    document.root_element().children().find(|node| is(node, name))
}

/// The relations between the parts of a package.
struct Relations(Vec<Relation>);

struct Relation {
    id: String,
    kind: String,
    path: String,
}

impl Relations {
    fn read(archive: &Archive<'_>, path: &str, folder: &str) -> Result<Self, Broken> {
        let Some(text) = archive.text(path)? else { return Ok(Self(Vec::new())) };
        let document = parse(&text)?;
        let relation = |node: Node<'_, '_>| {
            let target = node.attribute("Target")?;
            let path = target.strip_prefix('/').map_or_else(|| format!("{folder}{target}"), str::to_owned);
            let kind = node.attribute("Type")?.rsplit('/').next()?.to_owned();
            Some(Relation { id: node.attribute("Id")?.to_owned(), kind, path })
        };
        Ok(Self(document.root_element().children().filter_map(relation).collect()))
    }

    fn of_kind(&self, kind: &str) -> Option<&str> {
        self.0.iter().find(|relation| relation.kind == kind).map(|relation| &*relation.path)
    }

    fn of_id(&self, id: &str) -> Option<&str> {
        self.0.iter().find(|relation| relation.id == id).map(|relation| &*relation.path)
    }
}

/// A string with all its runs, without phonetic hints.
fn string(node: &Node<'_, '_>) -> String {
    let is_said = |text: &Node<'_, '_>| is(text, "t") && text.parent().is_some_and(|parent| !is(&parent, "rPh"));
    node.descendants().filter(is_said).filter_map(|text| text.text()).collect()
}

/// For each cell style, the parts of a date that it shows.
fn styles(document: &Document<'_>) -> Vec<Option<DateParts>> {
    let codes: Vec<(&str, &str)> = find(document, "numFmts")
        .iter()
        .flat_map(|formats| formats.children())
        .filter_map(|format| Some((format.attribute("numFmtId")?, format.attribute("formatCode")?)))
        .collect();
    let parts = |style: Node<'_, '_>| {
        let id = style.attribute("numFmtId")?;
        match codes.iter().find(|(known, _)| *known == id) {
            Some((_, code)) => DateParts::of_code(code),
            None => DateParts::of_built_in(id.parse().ok()?),
        }
    };
    find(document, "cellXfs")
        .iter()
        .flat_map(|styles| styles.children().filter(|node| is(node, "xf")))
        .map(parts)
        .collect()
}

/// What cells refer to: shared strings and styles.
struct CellTexts {
    is_1904: bool,
    strings: Vec<String>,
    styles: Vec<Option<DateParts>>,
}

impl CellTexts {
    fn sheet(&self, document: &Document<'_>) -> Sheet {
        let mut sheet = Sheet::default();
        let mut number = 0;
        for row in find(document, "sheetData").iter().flat_map(|data| data.children().filter(|node| is(node, "row"))) {
            // A row or cell may omit its position, and then follows the previous one.
            number = row.attribute("r").and_then(|number| number.parse().ok()).unwrap_or(number + 1);
            if number > ROWS {
                break;
            }
            let (mut cells, mut column) = (Vec::new(), 0);
            for cell in row.children().filter(|node| is(node, "c")) {
                column = cell.attribute("r").and_then(position).map_or(column, |(column, _)| column);
                if column >= COLUMNS {
                    break;
                }
                let text = self.text(&cell);
                if !text.trim().is_empty() {
                    cells.push((column, text));
                }
                column += 1;
            }
            if !cells.is_empty() {
                sheet.rows.push(SheetRow { number, cells });
            }
        }
        // In nearly every file they are already in order.
        sheet.rows.sort_by_key(|row| row.number);
        let merged = find(document, "mergeCells");
        let areas = merged.iter().flat_map(|merged| merged.children()).filter_map(|cell| area(cell.attribute("ref")?));
        sheet.merged = areas.collect();
        sheet
    }

    fn text(&self, cell: &Node<'_, '_>) -> String {
        let child = |name: &str| cell.children().find(|node| is(node, name));
        let value = || child("v").and_then(|value| value.text()).unwrap_or_default();
        match cell.attribute("t").unwrap_or("n") {
            "s" => value().trim().parse().ok().and_then(|at: usize| self.strings.get(at)).cloned().unwrap_or_default(),
            "inlineStr" => child("is").map(|text| string(&text)).unwrap_or_default(),
            "b" => if value().trim() == "1" { "yes" } else { "no" }.to_owned(),
            "n" => self.number(value().trim(), cell.attribute("s")),
            // A date is in ISO 8601.
            "d" => value().split('T').next().unwrap_or_default().to_owned(),
            _ => value().to_owned(),
        }
    }

    fn number(&self, value: &str, style: Option<&str>) -> String {
        let Ok(number) = value.parse::<f64>() else { return value.to_owned() };
        let style: usize = style.and_then(|style| style.parse().ok()).unwrap_or_default();
        let parts = self.styles.get(style).copied().flatten();
        let date = parts.and_then(|parts| iso(number, self.is_1904, parts));
        date.unwrap_or_else(|| super::plain_number(number))
    }
}

/// The column and row of `AB12`; the column counts from 0.
fn position(reference: &str) -> Option<(u32, u32)> {
    let digits = reference.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = reference.split_at(digits);
    let mut column: u32 = 0;
    for letter in letters.bytes() {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?) + 1;
        column = column.checked_mul(26)?.checked_add(value)?;
    }
    Some((column.checked_sub(1)?, row.parse().ok()?))
}

fn area(reference: &str) -> Option<Area> {
    let (first, last) = reference.split_once(':')?;
    let ((left, top), (right, bottom)) = (position(first)?, position(last)?);
    Some(Area { rows: top..=bottom, columns: left..=right })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_columns_and_rows() {
        assert_eq!(position("A1"), Some((0, 1)));
        assert_eq!(position("AB12"), Some((27, 12)));
        for broken in ["", "A", "1", "?1", "ZZZZZZZZZZ1", "A99999999999"] {
            assert_eq!(position(broken), None, "{broken}");
        }
        assert_eq!(area("A1:G2"), Some(Area { rows: 1..=2, columns: 0..=6 }));
    }
}
