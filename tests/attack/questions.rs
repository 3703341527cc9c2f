//! Every command, with the forms that its answer can have.

use super::{
    answers::Form::{self, Csv, Dot, Folder, Html, Json, Md, Page, Svg, Table, Text},
    lists::Lists,
};

/// A command line and the possible forms of its answer. The word `NAME` stands for a name of the data set.
#[derive(Debug)]
pub struct Question {
    pub words: &'static str,
    pub forms: &'static [Form],
}

const ROWS: &[Form] = &[Table, Csv, Json, Md, Html, Text];
const ROWS_OR_PICTURE: &[Form] = &[Table, Csv, Json, Md, Html, Text, Svg];

const fn rows(words: &'static str) -> Question {
    Question { words, forms: ROWS }
}

const fn rows_or_picture(words: &'static str) -> Question {
    Question { words, forms: ROWS_OR_PICTURE }
}

pub const QUESTIONS: &[Question] = &[
    rows("check"),
    rows("report"),
    rows("places"),
    rows("places id"),
    rows("partners BY-MA"),
    rows("partners RU"),
    rows("partners -- NAME"),
    rows("partners RU --to BY"),
    rows("ties"),
    rows("ties --to BY --sort=a_name,since:asc --top=2 --select=b,a_region_name,a_country_name,since"),
    rows("pairs"),
    rows("pairs BY --to RU --by country"),
    rows("common BY-MA RU-TUL"),
    rows_or_picture("regions"),
    rows("regions BY --with agreements,contacts,curator,trade"),
    rows("unconnected"),
    rows("unconnected BY --no-curator --no-recent-contact 2015 --with trade"),
    rows_or_picture("matrix --between BY RU-TUL"),
    rows("matrix BY --to RU"),
    rows("matrix --by country"),
    rows("components"),
    rows("components --members"),
    rows("path BY RU"),
    rows("fragile"),
    rows("fragile --without RU-TUL"),
    rows("stats"),
    rows("stats --by region"),
    rows_or_picture("stats --distribution degree"),
    rows("rank --metric degree"),
    rows("rank --metric betweenness --by country"),
    rows("suggest BY-MA"),
    rows_or_picture("history"),
    rows("history BY-MA"),
    rows("diff ../../data belarus"),
    rows("diff --from 2000 --until 2020"),
    rows("diff --from 2000 --until 2020 --regions"),
    rows("contacts"),
    rows("contacts --list"),
    rows("contacts --by level"),
    rows("contacts --by direction"),
    rows("agreements"),
    rows("agreements --by field"),
    rows("curators"),
    rows("curators --by official"),
    rows("events"),
    rows("events c0"),
    rows("events c0 --untied=all"),
    rows("events c0 --participants"),
    Question { words: "scorecard BY-MA", forms: &[Table, Json, Md, Html, Page] },
    Question { words: "scorecard --all BY", forms: &[Folder] },
    Question { words: "scorecard --all BY --format md", forms: &[Folder] },
    Question { words: "dot", forms: &[Dot] },
    Question { words: "dot --by region", forms: &[Dot] },
    Question { words: "map", forms: &[Svg] },
    Question { words: "map --ego BY-MA", forms: &[Svg] },
    Question { words: "diagram --by country", forms: &[Svg] },
    Question { words: "diagram --ego BY-MA", forms: &[Svg] },
    Question { words: "import ../../data", forms: &[Folder] },
    Question { words: "check --fix", forms: &[Folder] },
];

impl Question {
    /// Whether the written files are a data set, to be read again, rather than an answer.
    pub fn writes_a_data_set(&self) -> bool {
        self.words.starts_with("import") || self.words.starts_with("check --fix")
    }

    /// The words of the command line for these lists: the data option, the command, and its arguments.
    pub fn arguments<'a>(&'a self, lists: &'a Lists) -> impl Iterator<Item = &'a str> {
        let data = if self.words.contains("../../data") { "--data=belarus" } else { "--data=../../data" };
        // No program can be given an argument with a NUL.
        let name = Some(lists.name.as_str()).filter(|name| !name.contains('\0')).unwrap_or("nothing");
        std::iter::once(data).chain(self.words.split(' ').map(move |word| if word == "NAME" { name } else { word }))
    }
}
