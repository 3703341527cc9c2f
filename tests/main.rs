//! Tests from outside: the library through its public names, the program through its command line.

mod layers;
