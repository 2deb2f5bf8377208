//! `gudok tokens`: tokens of the API, for users who may run commands on this machine.

use clap::builder::NonEmptyStringValueParser;

use super::CliError;
use crate::admin::audit::Actor;
use crate::admin::tokens::{self, NewToken, Scope, ScopeList, TokenId};
use crate::app::App;

/// Tokens of the API
#[derive(Debug, clap::Subcommand)]
pub(super) enum TokensCommand {
    /// Make a token; its secret is printed once
    Add {
        /// What the token is for
        #[arg(long, value_parser = NonEmptyStringValueParser::new())]
        name: String,
        /// What it allows: sign-ups, subscribers:read, subscribers:write, subscribers:erase
        #[arg(long = "scope", required = true)]
        scopes: Vec<Scope>,
        /// Days after which it ends; without them it does not end by itself
        #[arg(long, value_parser = clap::value_parser!(i64).range(1..=36_500))]
        days: Option<i64>,
    },
    /// Print every token, without its secret
    List,
    /// End a token at once
    End {
        /// The number that the list prints
        id: i64,
    },
}

impl TokensCommand {
    pub(super) async fn run(self, app: &App) -> Result<(), CliError> {
        match self {
            Self::Add { name, scopes, days } => {
                let scopes = ScopeList(scopes);
                add(app, &NewToken { name, scopes, days }).await
            }
            Self::List => list(app).await,
            Self::End { id } => end(app, TokenId(id)).await,
        }
    }
}

async fn add(app: &App, new: &NewToken) -> Result<(), CliError> {
    let mut tx = app.write().await?;
    let (id, secret) = tokens::make(&mut tx, app, Actor::Command, new).await?;
    tx.commit().await?;
    tell!("Token {}, shown this once: {}", id.0, secret.expose());
    Ok(())
}

async fn list(app: &App) -> Result<(), CliError> {
    let now = app.now();
    for token in tokens::all(&mut app.read().await?).await? {
        let ends = match token.expires_at {
            Some(end) if token.has_ended(now) => format!("ended {end}"),
            Some(end) => format!("ends {end}"),
            None => "does not end".to_owned(),
        };
        let used = token.last_used_at.map(|used| format!("used {used}"));
        tell!(
            "{}  {}…  {}  {}  {ends}  {}",
            token.id.0,
            token.hint,
            token.name,
            token.scopes,
            used.unwrap_or_else(|| "never used".to_owned())
        );
    }
    Ok(())
}

async fn end(app: &App, id: TokenId) -> Result<(), CliError> {
    let mut tx = app.write().await?;
    let Some(name) = tokens::end(&mut tx, app, Actor::Command, id).await? else {
        return Err(CliError::new(format!(
            "there is no token {}; gudok tokens list prints all of them",
            id.0
        )));
    };
    tx.commit().await?;
    tell!("The token {name} has ended.");
    Ok(())
}
