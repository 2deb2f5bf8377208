//! `gudok doctor`: checks of everything that mail needs to arrive.

use std::net::SocketAddr;
use std::time::Duration;

use clap::Args;

use super::CliError;
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::doctor::{self, CheckContext, DoctorReport};
use crate::fetch::dns::Dns;
use crate::i18n::Locale;
use crate::random::Random;

/// Check what mail needs to arrive, with a fix for each fault; exit code 1 when a check failed
#[derive(Debug, Args)]
pub(super) struct DoctorCommand {
    /// Print JSON: {"checks":[{"name":…,"state":"ok|warning|fail","found":…,"fix":…,"copy":…}]}
    #[arg(long)]
    json: bool,
    /// Ask this name server instead of the machine's own
    #[arg(long, value_name = "ADDRESS:PORT")]
    dns: Option<SocketAddr>,
    /// How long each look at the database and at names may take; a large database is examined in minutes
    #[arg(long, value_name = "SECONDS", default_value_t = doctor::TIMEOUT.as_secs(), value_parser = clap::value_parser!(u64).range(1..))]
    wait: u64,
}

/// How long the database gets to close: a check that gave no answer in time may still hold it.
const CLOSING: Duration = Duration::from_secs(1);

impl DoctorCommand {
    pub(super) async fn run(self, config: Config) -> Result<(), CliError> {
        let report = match App::open(config, Clock::system(), Random::system()).await {
            Ok(app) => {
                let report = self.run_checks(&app).await;
                let _ = tokio::time::timeout(CLOSING, app.store().close()).await;
                report
            }
            Err(error) => doctor::without_database(error, Locale::En),
        };
        self.show(&report)?;
        if report.has_failed() {
            return Err(CliError::new(
                "not all is well; each failed check names its fix",
            ));
        }
        Ok(())
    }

    async fn run_checks(&self, app: &App) -> DoctorReport {
        let dns = self.dns.map_or_else(Dns::of_machine, Dns::at);
        let config = app.config();
        let records = doctor::dkim_records(&config);
        let context = CheckContext {
            app,
            dns: &dns,
            dkim_records: &records,
            bounce_address: config.mail.bounce_address.as_ref(),
            own_address: doctor::own_address(),
            timeout: Duration::from_secs(self.wait),
            locale: Locale::En,
        };
        doctor::run_checks(&context).await
    }

    fn show(&self, report: &DoctorReport) -> Result<(), CliError> {
        if self.json {
            let text = serde_json::to_string(report)
                .map_err(|error| CliError::new(format!("no JSON can be made: {error}")))?;
            tell!("{text}");
            return Ok(());
        }
        for check in &report.checks {
            let fix = check.fix.as_ref().map(|fix| format!(" → {fix}"));
            tell!(
                "{:<8} {:<12} {}{}",
                check.state.as_str(),
                check.name,
                check.found,
                fix.unwrap_or_default()
            );
        }
        Ok(())
    }
}
