//! `gudok dkim`: the keys that sign mails, and what to publish of them.
//! Invariant: a private key goes to a file that only its owner reads, never to the screen.

use std::path::{Path, PathBuf};

use crate::cli::CliError;
use crate::config::{Config, is_selector};
use crate::message::dkim::{self, DkimRecord, GenerateError};

/// The keys that sign mails
#[derive(Debug, clap::Subcommand)]
pub enum DkimCommand {
    /// Make an RSA and an Ed25519 key, and print the DNS records to publish and the options to set
    Generate {
        /// What the names of both keys begin with; a new one for each pair, so that old mails stay verifiable
        #[arg(long, value_name = "NAME", default_value = "gudok")]
        selector: String,
        /// The folder that gets the two files
        #[arg(long, value_name = "DIR", default_value = ".")]
        out: PathBuf,
    },
    /// Print the DNS records of the configured keys
    Records {
        /// Print JSON: [{"name": …, "value": …}]
        #[arg(long)]
        json: bool,
    },
}

impl From<GenerateError> for CliError {
    fn from(error: GenerateError) -> Self {
        Self::new(error.to_string())
    }
}

impl DkimCommand {
    /// Runs the command to its end; it needs no database.
    pub fn run(self, file: Option<&Path>) -> Result<(), CliError> {
        let config = Config::load(file)?;
        match self {
            Self::Generate { selector, out } => generate(&config, &selector, &out),
            Self::Records { json } => print_records(&config, json),
        }
    }
}

fn generate(config: &Config, selector: &str, out: &Path) -> Result<(), CliError> {
    if !is_selector(selector) || selector.len() > 50 {
        return Err(CliError::new(format!(
            "`{selector}` is no selector; write up to 50 letters, digits and hyphens, such as gudok-2026"
        )));
    }
    let domain = config.dkim_domain();
    if !domain.contains('.') {
        return Err(CliError::new(format!(
            "mails come from {}, a domain that nobody can look up; set site.sender to your address first",
            config.site.sender.address
        )));
    }
    let keys = dkim::generate(domain, selector, out)?;
    tell!("; Publish in the DNS of {domain}:");
    for key in [&keys.rsa, &keys.ed25519] {
        tell!("{}", key.record.zone_line());
    }
    tell!("\n# Then set in gudok.toml, and start Gudok again:\n[dkim]");
    for (kind, key) in [("rsa", &keys.rsa), ("ed25519", &keys.ed25519)] {
        let path = std::path::absolute(&key.file).unwrap_or_else(|_| key.file.clone());
        tell!("{kind}_selector = \"{}\"", key.selector);
        // A path may hold what TOML would read otherwise.
        tell!("{kind}_key = {:?}", path.display().to_string());
    }
    Ok(())
}

fn print_records(config: &Config, json: bool) -> Result<(), CliError> {
    let records = dkim::records(config);
    if json {
        let text = serde_json::to_string(&records).map_err(|error| {
            CliError::new(format!("could not write the records as JSON: {error}"))
        })?;
        tell!("{text}");
    } else if records.is_empty() {
        return Err(CliError::new(
            "no key is configured, mails go unsigned; make keys with `gudok dkim generate`",
        ));
    } else {
        for line in records.iter().map(DkimRecord::zone_line) {
            tell!("{line}");
        }
    }
    Ok(())
}
