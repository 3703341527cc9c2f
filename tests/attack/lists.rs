//! Data sets filled with given texts, in every list that a data set may have.

use std::{fs, path::Path};

/// A data set as tables: the name of each table and its rows, the header first.
#[derive(Clone, Debug)]
pub struct Lists {
    tables: Vec<(&'static str, Vec<Vec<String>>)>,
    title: String,
    /// The name of a place in the data set, to ask about.
    pub name: String,
}

/// Texts to fill a data set with, taken in turn.
struct Texts(Vec<String>, usize);

impl Texts {
    fn next(&mut self) -> String {
        self.1 += 1;
        self.0[self.1 % self.0.len()].clone()
    }
}

/// A data set with this many places, filled with `texts` in turn. With `any_ids` they also serve as the ids of places.
pub fn filled(places: usize, texts: Vec<String>, any_ids: bool) -> Lists {
    let mut texts = Texts(texts, 0);
    let ids: Vec<String> = (0..places)
        .map(|at| if any_ids { format!("{}{at}", texts.next().trim()) } else { format!("id-{at}") })
        .collect();
    let end = |at: usize| match at % 7 {
        5 => "BY-MA".to_owned(),
        6 => "RU".to_owned(),
        _ => ids[at * 5 % places].clone(),
    };
    let area = |at: usize| [("BY", "BY-MA"), ("RU", "RU-TUL"), ("BY", "BY-VI"), ("", "")][at % 4];
    let mut name = String::new();
    let mut tables = vec![(
        "cities",
        table("id,name,type,country,region,part_of,is_region,lat,lon,population,aliases", places, |at| {
            let (country, region) = area(at);
            name = texts.next();
            let part_of = if at % 5 == 4 { ids[at - 4].clone() } else { String::new() };
            let is_region = if at == 2 { "yes" } else { "" };
            let (lat, lon) = if at % 3 == 0 { ("53.9", "-27.5") } else { ("", "") };
            let rest = [country.into(), region.into(), part_of, is_region.into(), lat.into(), lon.into()];
            [&[ids[at].clone(), name.clone(), texts.next()], &rest[..], &["1000".into(), texts.next()]].concat()
        }),
    )];
    tables.push((
        "partnerships",
        table("a,b,kind,status,since,until,fields,document,source,note", 2 * places, |at| {
            let kind = ["sister-city", "agreement", "project"][at % 3].into();
            let status = ["", "active", "dormant", "unknown"][at % 4].into();
            let since = ["", "1999", "2004-05"][at % 3].into();
            let until = ["", "", "", "2019-12-31"][at % 4].into();
            let texts = [texts.next(), texts.next(), texts.next(), texts.next()];
            [&[end(at), end(at / 2 + 1), kind, status, since, until], &texts[..]].concat()
        }),
    ));
    tables.push((
        "regions",
        table("code,country,name,aliases,checked", 1, |_| {
            ["BY-ZZ".into(), "BY".into(), texts.next(), texts.next(), "2020".into()].to_vec()
        }),
    ));
    tables.push((
        "contacts",
        table("date,kind,from,to,level,title,id,source,note", places, |at| {
            let kind = ["event", "visit", "delegation"][at % 3].into();
            let contact = [format!("201{}", at % 10), kind, end(at), "RU-TUL".into()];
            [&contact, &[texts.next(), texts.next(), format!("c{at}"), texts.next(), texts.next()][..]].concat()
        }),
    ));
    tables.push((
        "curators",
        table("region,official,office,from,source,note", 2, |at| {
            [&["BY-MA".into(), texts.next(), texts.next(), format!("201{at}")], &[texts.next(), texts.next()][..]]
                .concat()
        }),
    ));
    tables.push((
        "participants",
        table("event,place,note", places, |at| vec!["c0".into(), ids[at].clone(), texts.next()]),
    ));
    tables.push((
        "indicators",
        table("place,year,name,value,unit,source", 4, |at| {
            let named = if at % 2 == 0 { "trade".to_owned() } else { format!("x{}", texts.next()) };
            vec!["BY-MA".into(), format!("201{at}"), named, "-1.5".into(), texts.next(), texts.next()]
        }),
    ));
    tables.push((
        "totals",
        table("year,what,value,from,to,level,unit,id,fields,source,note", 3, |at| {
            let what = ["visit".to_owned(), "agreement".to_owned(), format!("x{}", texts.next())][at % 3].clone();
            let counted = [format!("201{at}"), what, "5".into(), "BY".into(), "RU".into()];
            let texts = [texts.next(), texts.next(), format!("t{at}"), texts.next(), texts.next(), texts.next()];
            [&counted[..], &texts[..]].concat()
        }),
    ));
    Lists { tables, title: texts.next(), name }
}

/// A table with a header and this many rows.
fn table(header: &str, rows: usize, row: impl FnMut(usize) -> Vec<String>) -> Vec<Vec<String>> {
    let header = header.split(',').map(str::to_owned).collect();
    std::iter::once(header).chain((0..rows).map(row)).collect()
}

impl Lists {
    /// Writes the data set into a new folder.
    pub fn write(&self, folder: &Path) {
        fs::create_dir_all(folder).unwrap();
        for (name, rows) in &self.tables {
            let mut writer = csv::Writer::from_path(folder.join(name).with_extension("csv")).unwrap();
            rows.iter().for_each(|row| writer.write_record(row).unwrap());
            writer.flush().unwrap();
        }
        let package =
            serde_json::json!({ "title": self.title, "focus": ["BY", "RU"], "sources": [{ "title": self.title }] });
        fs::write(folder.join("datapackage.json"), package.to_string()).unwrap();
    }
}
