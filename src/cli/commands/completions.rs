use std::io;

use clap::Args;
use clap_complete::env::Shells;

use crate::cli::{complete, destination::Destination, error::Error};

pub const COMPLETIONS_HELP: &str = "\
Examples:
  sistergraph completions bash > ~/.local/share/bash-completion/completions/sistergraph
  sistergraph completions fish > ~/.config/fish/completions/sistergraph.fish";

#[derive(Args)]
pub struct CompletionsOptions {
    /// The shell
    pub shell: clap_complete::Shell,
}

pub fn completions(options: &CompletionsOptions, destination: &Destination) -> Result<u8, Error> {
    let shell = options.shell.to_string();
    let (shells, name) = (Shells::builtins(), "sistergraph");
    let Some(shell) = shells.completer(&shell) else {
        return Err(Error::Usage {
            message: format!("there are no completions for {shell}"),
            hint: "use bash, elvish, fish, powershell or zsh".to_owned(),
        });
    };
    destination.write(|mut out: &mut dyn io::Write| {
        shell.write_registration(complete::VARIABLE, name, name, name, &mut out)
    })?;
    Ok(0)
}
