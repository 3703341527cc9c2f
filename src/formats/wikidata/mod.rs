//! What Wikidata gives: entities in JSON, dumps of these, and saved answers of the queries that are asked for them.
//!
//! All are read into one thing, [`Facts`], and a data set is made of it.

mod answer;
mod dataset;
mod dump;
mod entities;
mod entity;
mod facts;
mod file;
mod item;
mod names;
mod recognised;
mod text;
mod time;

pub(crate) use dataset::STATEMENT as STATEMENT_NOTE;
pub(crate) use entity::TOWNS;
pub(crate) use facts::Facts;
pub(super) use file::read as read_file;
pub(crate) use item::ItemId;
pub(crate) use names::kept_languages;
pub(super) use recognised::is_of_wikidata;
pub(crate) use recognised::{is_cut, is_whole};
pub(crate) use text::take;
pub(super) use text::{read, read_both};
