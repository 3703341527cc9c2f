use clap::{Args, Command};

use crate::cli::{destination::Destination, error::Error};

pub const MAN_HELP: &str = "\
Examples:
  sistergraph man > sistergraph.1
  sistergraph man partners | man -l -";

#[derive(Args)]
pub struct ManOptions {
    /// A command; by default, the page is about the program as a whole
    pub command: Option<String>,
}

pub fn man(options: &ManOptions, program: &Command, destination: &Destination) -> Result<u8, Error> {
    let page = match &options.command {
        None => program.clone(),
        Some(name) => program.find_subcommand(name).cloned().ok_or_else(|| {
            let names: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
            Error::Usage {
                message: format!("there is no command `{name}`"),
                hint: format!("the commands are {}", names.join(", ")),
            }
        })?,
    };
    let page = clap_mangen::Man::new(page);
    destination.write(|mut out| page.render(&mut out))?;
    Ok(0)
}
