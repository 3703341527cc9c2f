use clap::Command;

use crate::cli::{arguments::ManOptions, error::Error, output};

pub fn man(options: &ManOptions, mut program: Command) -> Result<u8, Error> {
    program.build();
    let page = match &options.command {
        None => program,
        Some(name) => program.find_subcommand(name).cloned().ok_or_else(|| {
            let names: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
            Error::Usage {
                message: format!("there is no command `{name}`"),
                hint: format!("the commands are {}", names.join(", ")),
            }
        })?,
    };
    let mut roff = Vec::new();
    clap_mangen::Man::new(page).render(&mut roff).map_err(Error::Stdout)?;
    output::to_stdout(&roff)?;
    Ok(0)
}
