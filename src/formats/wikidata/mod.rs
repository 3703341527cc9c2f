//! Data from Wikidata: entities in JSON, dumps of them, and saved answers of the queries for them.
//!
//! All of these are read into one structure, [`Facts`], and a data set is made from it.

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
