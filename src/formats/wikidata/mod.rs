//! What Wikidata gives: entities in JSON, dumps of these, and saved answers of the queries that are asked for them.
//!
//! All are read into one thing, [`Facts`], and a data set is made of it.

mod answer;
mod dataset;
mod dump;
mod entity;
mod facts;
mod file;
mod item;
mod names;
mod recognised;
mod text;
mod time;

pub(super) use file::read as read_file;
pub(super) use recognised::{is_cut, is_of_wikidata};
pub(super) use text::{read, read_both};
