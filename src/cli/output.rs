//! Standard output of the commands.

use std::fmt;
use std::io::{ErrorKind, Write};

use super::error::CliError;
use crate::store::ExportError;

/// Prints one line on standard output.
macro_rules! tell {
    ($($words:tt)*) => {
        $crate::cli::output::print_line(format_args!($($words)*))
    };
}

/// The result of a command that wrote `what` to standard output. A closed pipe (`| head`) is not a failure.
pub(super) fn written(result: Result<(), ExportError>, what: &str) -> Result<(), CliError> {
    match result {
        Err(ExportError::Io(error)) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(CliError::new(format!(
            "{what} could not be written: {error}"
        ))),
        Ok(()) => Ok(()),
    }
}

/// Prints a line. A closed pipe (`| head`) is not a failure, where `println!` panics.
pub(super) fn print_line(line: fmt::Arguments<'_>) {
    match writeln!(std::io::stdout(), "{line}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => {
            eprintln!("gudok: standard output cannot be written: {error}");
            std::process::exit(1);
        }
        Ok(()) => {}
    }
}
