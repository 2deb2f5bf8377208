//! `gudok completions` and `gudok manual`: help for shells, made of the commands themselves.

use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::Shell;

use super::CliError;

/// Print the completions of a shell
#[derive(Debug, Args)]
pub(super) struct CompletionsCommand {
    /// The shell
    shell: Shell,
}

/// Write the manual pages into a folder: gudok.1, and one page a command
#[derive(Debug, Args)]
pub(super) struct ManualCommand {
    /// The folder, which is made when it is missing
    folder: PathBuf,
}

impl CompletionsCommand {
    pub(super) fn run(&self, mut program: Command) -> Result<(), CliError> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut program, "gudok", &mut script);
        match io::stdout().write_all(&script) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(CliError::new(format!(
                "the completions could not be written: {error}"
            ))),
            _ => Ok(()),
        }
    }
}

impl ManualCommand {
    pub(super) fn run(&self, program: Command) -> Result<(), CliError> {
        let failed =
            |error: io::Error| CliError::new(format!("{}: {error}", self.folder.display()));
        std::fs::create_dir_all(&self.folder).map_err(failed)?;
        clap_mangen::generate_to(program, &self.folder).map_err(failed)
    }
}
