use clap::Command;

use crate::cli::{arguments::CompletionsOptions, destination::Destination, error::Error};

pub fn completions(options: &CompletionsOptions, mut program: Command, destination: &Destination) -> Result<u8, Error> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut program, "sistergraph", &mut script);
    destination.write(|out| out.write_all(&script))?;
    Ok(0)
}
