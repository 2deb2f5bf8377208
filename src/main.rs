//! The program: parse the arguments, run the command, print what went wrong in one line.

use std::process::ExitCode;

use clap::Parser;
use gudok::cli::Cli;

#[tokio::main]
async fn main() -> ExitCode {
    match Cli::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("gudok: {failure}");
            ExitCode::FAILURE
        }
    }
}
