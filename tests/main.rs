//! Tests from outside: the library through its public names, the program through its command line.

mod attack;
mod check;
mod cli;
mod contacts;
mod cost;
mod dot;
mod escapes;
mod faults;
mod figures;
mod files;
mod fixtures;
mod hostile;
mod invalid;
mod layers;
mod ledger;
mod metrics;
mod names;
mod outlines;
mod pairs;
mod pictures;
mod properties;
mod readme;
mod support;
mod tables;
mod time;
mod words;
