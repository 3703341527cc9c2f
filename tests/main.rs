//! Tests from outside: the library through its public names, the program through its command line.

mod cli;
mod dot;
mod figures;
mod fixtures;
mod invalid;
mod layers;
mod pictures;
mod properties;
mod readme;
mod support;
