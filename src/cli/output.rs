//! Standard output of the commands.

use std::fmt;
use std::io::{ErrorKind, Write};

/// Prints one line on standard output.
macro_rules! tell {
    ($($words:tt)*) => {
        $crate::cli::output::print_line(format_args!($($words)*))
    };
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
