//! Signs a reader up as a person would: by the form's verb and the link in the mail.

use mail_parser::MessageParser;

use super::deliver::send;
use super::error::{DemoError, refused};
use crate::address::DisplayName;
use crate::app::App;
use crate::subscribers::advertising::AdvertisingChoice;
use crate::subscribers::consent::{Channel, ConsentEvidence};
use crate::subscribers::{self, Cadence, SignUp, Wishes, confirmation};

/// Signs a reader up and confirms the subscription.
pub(super) async fn subscribe(
    app: &App,
    email: &str,
    name: Option<DisplayName>,
    cadence: Cadence,
) -> Result<(), DemoError> {
    let sign_up = SignUp {
        email: email.parse().map_err(refused)?,
        wishes: Wishes {
            name,
            locale: app.config().site.locale,
            cadence,
            topics: Vec::new(),
            advertising: AdvertisingChoice::None,
            fields: Vec::new(),
        },
    };
    let [asked, clicked] = [Channel::Form, Channel::Confirmation].map(ConsentEvidence::of);
    let mut tx = app.write().await?;
    subscribers::subscribe(&mut tx, app, &sign_up, &asked)
        .await
        .map_err(refused)?;
    tx.commit().await?;
    send(app).await?;
    let token =
        token_in_mailbox(app).ok_or_else(|| refused("the confirmation mail has no link"))?;
    let mut tx = app.write().await?;
    let ticked = AdvertisingChoice::None;
    confirmation::confirm(&mut tx, app, &token, &clicked, None, ticked)
        .await
        .map_err(refused)?;
    Ok(tx.commit().await?)
}

fn token_in_mailbox(app: &App) -> Option<String> {
    let mails = app.mailbox()?.mails();
    let message = MessageParser::default().parse(&*mails.last()?.bytes)?;
    let text = message.body_text(0)?;
    let link = text
        .split_whitespace()
        .find(|word| word.contains("/subscriptions/"))?;
    let (_, token) = link.split_once("/subscriptions/")?;
    Some(token.split(['?', '>', ')']).next()?.to_owned())
}
