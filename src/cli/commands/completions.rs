use clap::Command;

use crate::cli::{arguments::CompletionsOptions, error::Error, output};

pub fn completions(options: &CompletionsOptions, mut program: Command) -> Result<u8, Error> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut program, "sistergraph", &mut script);
    output::to_stdout(&script)?;
    Ok(0)
}
