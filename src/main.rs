//! The program: parse the arguments, run the command, print what went wrong in one line.

use std::process::ExitCode;

use clap::Parser;
use gudok::background;
use gudok::cli::Cli;

fn main() -> ExitCode {
    let run = Cli::parse().run();
    let done = match background::runtime() {
        Ok(runtime) => runtime.block_on(run).map_err(|failure| failure.to_string()),
        Err(error) => Err(format!("no threads can be started: {error}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("gudok: {failure}");
            ExitCode::FAILURE
        }
    }
}
