//! `gudok admin`: accounts, for users who may run commands on this machine.

use std::io::{self, BufRead};

use clap::Subcommand;

use super::CliError;
use crate::address::EmailAddress;
use crate::admin::accounts::{self, AddError};
use crate::admin::password::HashError;
use crate::admin::{AuditedValues, NewAccount};
use crate::admin::{Password, Passwords, Role, audit, forgive_tries, second_factor};
use crate::app::App;

/// The subcommands of `admin`.
#[derive(Debug, Subcommand)]
pub(super) enum AdminCommand {
    /// Make an account; without --password-stdin a password is drawn and printed once
    Add {
        /// What its owner signs in with
        #[arg(long)]
        email: EmailAddress,
        /// owner, editor or moderator
        #[arg(long)]
        role: Role,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// End the second step of an account whose device is lost, and its sessions
    ResetTotp {
        /// The account
        #[arg(long)]
        email: EmailAddress,
    },
    /// Give an account another password and end its sessions
    ResetPassword {
        /// The account
        #[arg(long)]
        email: EmailAddress,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
}

impl From<HashError> for CliError {
    fn from(error: HashError) -> Self {
        Self::new(error.to_string())
    }
}

impl AdminCommand {
    pub(super) async fn run(self, app: &App) -> Result<(), CliError> {
        match self {
            Self::Add {
                email,
                role,
                password_stdin,
            } => {
                let password = PasswordChoice::read(password_stdin, &email, app)?;
                add(app, email, role, &password).await
            }
            Self::ResetTotp { email } => reset_totp(app, &email).await,
            Self::ResetPassword {
                email,
                password_stdin,
            } => {
                let password = PasswordChoice::read(password_stdin, &email, app)?;
                reset(app, &email, &password).await
            }
        }
    }
}

async fn add(
    app: &App,
    email: EmailAddress,
    role: Role,
    password: &PasswordChoice,
) -> Result<(), CliError> {
    let account = NewAccount {
        email,
        password: password.hash(app).await?,
        role,
        locale: app.config().site.locale,
    };
    let email = &account.email;
    let now = app.now();
    let mut tx = app.write().await?;
    match accounts::add(&mut tx, &account, now).await {
        Ok(_) => {}
        Err(AddError::Exists) => {
            return Err(CliError::new(format!(
                "{email} has an account already; for a new password: gudok admin reset-password --email {email}"
            )));
        }
        Err(AddError::Store(error)) => return Err(error.into()),
    }
    audit::record_values(
        &mut tx,
        audit::Actor::Command,
        "account-add",
        email.as_str(),
        AuditedValues::new(role.as_str()),
        now,
    )
    .await?;
    tx.commit().await?;
    tell!("{email} may sign in as {role}: {}", app.url("/admin"));
    password.show();
    Ok(())
}

async fn reset(app: &App, email: &EmailAddress, password: &PasswordChoice) -> Result<(), CliError> {
    let hash = password.hash(app).await?;
    let now = app.now();
    let mut tx = app.write().await?;
    let Some(account) = accounts::find(&mut tx, email).await? else {
        return Err(CliError::new(format!(
            "{email} has no account; make one: gudok admin add --email {email} --role owner"
        )));
    };
    accounts::set_password(&mut tx, app, &account, &hash, None).await?;
    // An account slowed down by the tries of others is free again.
    forgive_tries(&mut tx, email).await?;
    audit::record(
        &mut tx,
        audit::Actor::Command,
        "password-reset",
        email.as_str(),
        now,
    )
    .await?;
    tx.commit().await?;
    tell!("{email} has a new password, and is signed out everywhere.");
    password.show();
    Ok(())
}

async fn reset_totp(app: &App, email: &EmailAddress) -> Result<(), CliError> {
    let mut tx = app.write().await?;
    let Some(account) = accounts::find(&mut tx, email).await? else {
        return Err(CliError::new(format!("{email} has no account")));
    };
    if !second_factor::reset(&mut tx, app, &account, audit::Actor::Command).await? {
        return Err(CliError::new(format!(
            "{email} signs in by the password alone; there is no second step to end"
        )));
    }
    tx.commit().await?;
    tell!("{email} signs in by the password alone from now on, and is signed out everywhere.");
    Ok(())
}

/// The password of the command: given, or drawn and then shown.
struct PasswordChoice {
    password: Password,
    is_drawn: bool,
}

impl PasswordChoice {
    fn read(from_stdin: bool, email: &EmailAddress, app: &App) -> Result<Self, CliError> {
        if !from_stdin {
            return Ok(Self {
                password: Password::drawn(app.random()),
                is_drawn: true,
            });
        }
        let mut line = String::new();
        io::stdin()
            .lock()
            .read_line(&mut line)
            .map_err(|error| CliError::new(format!("the password cannot be read: {error}")))?;
        let site = &app.config().site.name;
        let password = Password::chosen(line.trim_end_matches(['\r', '\n']), email, site)
            .map_err(|error| CliError::new(error.to_string()))?;
        Ok(Self {
            password,
            is_drawn: false,
        })
    }

    async fn hash(&self, app: &App) -> Result<crate::admin::password::Phc, CliError> {
        let passwords = Passwords::start()
            .map_err(|error| CliError::new(format!("a thread cannot be started: {error}")))?;
        Ok(passwords.hash(&self.password, app.random()).await?)
    }

    fn show(&self) {
        if self.is_drawn {
            tell!("Password, shown this once: {}", self.password.expose());
        }
    }
}
