//! The real binary, run as a person would run it.

use std::io::{Seek, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A command of the real binary in `folder`, without the environment's own settings.
pub fn gudok(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gudok"));
    command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null());
    for variable in ["DATABASE_URL", "RUST_LOG"] {
        command.env_remove(variable);
    }
    command
}

/// What a command printed and how it ended.
#[derive(Debug)]
pub struct Printed {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Printed {
    pub fn of(mut command: Command) -> Self {
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().expect("the program starts");
        Self {
            code: status.code(),
            out: String::from_utf8_lossy(&stdout).into_owned(),
            err: String::from_utf8_lossy(&stderr).into_owned(),
        }
    }

    /// The same for a command that reads `input`.
    pub fn with_input(mut command: Command, input: &str) -> Self {
        let mut file = tempfile::tempfile().expect("a temporary file");
        file.write_all(input.as_bytes()).expect("written");
        file.rewind().expect("back at its beginning");
        command.stdin(Stdio::from(file));
        Self::of(command)
    }

    /// The one line of a failure; it names the way out.
    pub fn failure(&self) -> &str {
        assert_eq!(self.code, Some(1), "{self:?}");
        let lines: Vec<&str> = self
            .err
            .lines()
            .filter(|line| line.starts_with("gudok: "))
            .collect();
        assert_eq!(lines.len(), 1, "one clear line: {self:?}");
        lines[0]
    }
}
