//! Proposals as commands of QuickStatements, the tool that edits Wikidata by lists.
//!
//! Neither of its forms can escape a quote within a text, and some versions take every bar for a tab. So a command
//! never has a character from the data that could be mistaken for syntax: addresses are percent-encoded, and comments
//! keep only letters and plain signs.

use std::fmt::Write as _;

use super::ProposalRow;
use crate::{formats::ItemId, model::Date};

/// A form of commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuickStatements {
    /// One command per line, with tabs between its parts.
    V1,
    /// A CSV table. It can't express removals.
    V2,
}

impl QuickStatements {
    /// The commands of proposals, in their order.
    pub fn commands(self, proposals: &[ProposalRow]) -> String {
        match self {
            Self::V1 => proposals.iter().map(|proposal| line(proposal) + "\n").collect(),
            Self::V2 => table(proposals),
        }
    }

    /// Whether this form can express a proposal.
    pub fn has(self, proposal: &ProposalRow) -> bool {
        self == Self::V1 || proposal.statement.is_none()
    }
}

/// A source as a reference: an address or a work, and the date of its retrieval.
struct Reference {
    /// `S854` or `S248`.
    property: &'static str,
    /// The address, or the id of the work's item.
    value: String,
    retrieved: Option<Date>,
}

/// The references in a cell of sources. Wikipedias, and texts that aren't addresses, are left out.
fn references(source: Option<&str>) -> Vec<Reference> {
    let mut references: Vec<Reference> = Vec::new();
    for part in source.unwrap_or_default().split("; ").map(str::trim) {
        let dated = part.strip_suffix(')').and_then(|rest| rest.split_once(" (retrieved "));
        let (address, retrieved) = dated.map_or((part, None), |(address, date)| (address, date.parse().ok()));
        let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let Some(host) = host.and_then(|rest| rest.split(['/', '?', '#']).next()).map(str::to_ascii_lowercase) else {
            continue;
        };
        let name = host.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default();
        if name.is_empty() || !name.is_ascii() || name == "wikipedia.org" || name.ends_with(".wikipedia.org") {
            continue;
        }
        let work = ItemId::parse(address).filter(|_| name.ends_with("wikidata.org"));
        let reference = match work {
            Some(item) => Reference { property: "S248", value: item.to_string(), retrieved },
            None => Reference { property: "S854", value: safe_address(address), retrieved },
        };
        if references.iter().all(|known| known.value != reference.value) {
            references.push(reference);
        }
    }
    references
}

/// An address in ASCII, with quotes, bars, blanks and brackets percent-encoded.
fn safe_address(address: &str) -> String {
    let mut safe = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() && !matches!(byte, b'"' | b'|' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'}') {
            safe.push(char::from(byte));
        } else {
            // Writing to a string can't fail.
            let _ = write!(safe, "%{byte:02X}");
        }
    }
    // This would end a comment.
    safe.replace("*/", "%2A/").replace("/*", "/%2A")
}

/// A sentence with only letters, digits and plain signs.
fn safe_sentence(text: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || " ,.;:()'-+".contains(c) { c } else { ' ' };
    let text: String = text.chars().map(plain).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A date as `+1967-06-27T00:00:00Z/11`: with zeros for unknown parts, and the precision.
fn time(date: Date) -> String {
    let precision = 9 + u8::from(date.month().is_some()) + u8::from(date.day().is_some());
    let (month, day) = (date.month().unwrap_or(0), date.day().unwrap_or(0));
    format!("+{:04}-{month:02}-{day:02}T00:00:00Z/{precision}", date.year())
}

fn line(proposal: &ProposalRow) -> String {
    let comment = format!("/* {} */", safe_sentence(&proposal.reason));
    if let Some(statement) = &proposal.statement {
        return format!("-STATEMENT\t{}\t{comment}", safe_statement(statement));
    }
    let mut parts = vec![proposal.item.clone(), "P190".to_owned(), proposal.twin.clone()];
    for (property, date) in [("P580", proposal.since), ("P582", proposal.until)] {
        parts.extend(date.into_iter().flat_map(|date| [property.to_owned(), time(date)]));
    }
    for (at, reference) in references(proposal.source.as_deref()).iter().enumerate() {
        let group = if at == 0 { "" } else { "!" };
        parts.push(format!("{group}{}", reference.property));
        parts.push(if reference.property == "S248" {
            reference.value.clone()
        } else {
            format!("\"{}\"", reference.value)
        });
        parts.extend(reference.retrieved.into_iter().flat_map(|date| ["S813".to_owned(), time(date)]));
    }
    parts.push(comment);
    parts.join("\t")
}

/// The id of a statement, reduced to characters without another meaning.
fn safe_statement(id: &str) -> String {
    id.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '$' | '-')).collect()
}

fn table(proposals: &[ProposalRow]) -> String {
    let rows: Vec<(&ProposalRow, Vec<Reference>)> = proposals
        .iter()
        .filter(|proposal| QuickStatements::V2.has(proposal))
        .map(|proposal| (proposal, references(proposal.source.as_deref())))
        .collect();
    // Each reference has columns of its own; a row with fewer references leaves the others blank.
    let most = |property: &str| {
        let count = |references: &[Reference]| references.iter().filter(|one| one.property == property).count();
        rows.iter().map(|(_, references)| count(references)).max().unwrap_or(0)
    };
    let columns = [("S854", most("S854")), ("S248", most("S248"))];
    let of_references: String =
        columns.iter().map(|(property, count)| format!(",{property},s813").repeat(*count)).collect();
    let mut text = format!("qid,P190,qal580,qal582{of_references},#\n");
    for (proposal, references) in rows {
        let date = |date: Option<Date>| date.map(time).unwrap_or_default();
        let mut cells = vec![proposal.item.clone(), proposal.twin.clone(), date(proposal.since), date(proposal.until)];
        for (property, count) in columns {
            let mut own = references.iter().filter(|one| one.property == property);
            for _ in 0..count {
                let reference = own.next();
                let value = reference.map(|one| match one.property {
                    "S854" => format!("\"\"\"{}\"\"\"", one.value),
                    _ => one.value.clone(),
                });
                cells.push(value.unwrap_or_default());
                cells.push(date(reference.and_then(|one| one.retrieved)));
            }
        }
        cells.push(format!("\"{}\"", safe_sentence(&proposal.reason)));
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(source: &str, reason: &str) -> ProposalRow {
        ProposalRow {
            action: "add",
            item: "Q65".to_owned(),
            twin: "Q64".to_owned(),
            since: "1967-06-27".parse().ok(),
            source: Some(source.to_owned()),
            reason: reason.to_owned(),
            ..ProposalRow::default()
        }
    }

    #[test]
    fn commands_are_those_of_the_manual() {
        let one = added("https://www.berlin.de/ (retrieved 2026-11-26); https://x.org/", "Berlin claims it");
        let works = added("https://www.wikidata.org/wiki/Q5", "x");
        let end = ProposalRow { since: None, until: "2022-03".parse().ok(), source: None, ..one.clone() };
        let gone = ProposalRow { statement: Some("Q65$AB-1".to_owned()), ..one.clone() };
        let all = [one, works, end, gone];
        let v1 = "Q65\tP190\tQ64\tP580\t+1967-06-27T00:00:00Z/11\tS854\t\"https://www.berlin.de/\"\tS813\t+2026-11-26T00:00:00Z/11\
                  \t!S854\t\"https://x.org/\"\t/* Berlin claims it */\n\
                  Q65\tP190\tQ64\tP580\t+1967-06-27T00:00:00Z/11\tS248\tQ5\t/* x */\n\
                  Q65\tP190\tQ64\tP582\t+2022-03-00T00:00:00Z/10\t/* Berlin claims it */\n\
                  -STATEMENT\tQ65$AB-1\t/* Berlin claims it */\n";
        assert_eq!(QuickStatements::V1.commands(&all), v1);
        let v2 = "qid,P190,qal580,qal582,S854,s813,S854,s813,S248,s813,#\n\
                  Q65,Q64,+1967-06-27T00:00:00Z/11,,\"\"\"https://www.berlin.de/\"\"\",+2026-11-26T00:00:00Z/11,\"\"\"https://x.org/\"\"\",,,,\"Berlin claims it\"\n\
                  Q65,Q64,+1967-06-27T00:00:00Z/11,,,,,,Q5,,\"x\"\n\
                  Q65,Q64,,+2022-03-00T00:00:00Z/10,,,,,,,\"Berlin claims it\"\n";
        assert_eq!(QuickStatements::V2.commands(&all), v2);
    }

    #[test]
    fn nothing_of_the_data_is_taken_for_a_command() {
        let hostile = "https://x.org/a|b\"c\td\ne”f*/g||Q1";
        let commands = QuickStatements::V1.commands(&[added(hostile, "x | y\t*/ \"z\" „q“\nQ1\tP31\tQ5")]);
        assert_eq!(commands.lines().count(), 1);
        assert_eq!(commands.matches('\t').count(), 7, "{commands}");
        assert_eq!(
            (commands.matches('"').count(), commands.matches('|').count(), commands.matches("*/").count()),
            (2, 0, 1)
        );
        assert!(commands.contains("https://x.org/a%7Cb%22c%09d%0Ae%E2%80%9Df%2A/g%7C%7CQ1"), "{commands}");
        for none in [
            "Wikipedia",
            "https://de.wikipedia.org/wiki/X",
            "http://WIKIPEDIA.org/",
            "https://",
            "javascript:x",
            "https://bücher.de/",
            "",
        ] {
            assert_eq!(references(Some(none)).len(), 0, "{none}");
        }
    }
}
