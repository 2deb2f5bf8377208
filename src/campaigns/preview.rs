//! The preview of a campaign: on a page, or as a test e-mail. Its personal links are not valid.

use super::emails;
use super::model::{Campaign, CampaignError};
use crate::address::EmailAddress;
use crate::app::App;
use crate::message::{EmailContent, PersonalLinks};
use crate::outbox::{MailContent, NewMail, edition};
use crate::store::Tx;

/// An e-mail as its readers see it.
#[derive(Clone, Debug)]
pub struct CampaignPreview {
    /// The subject.
    pub subject: String,
    /// The HTML part.
    pub html: String,
    /// The plain part.
    pub text: String,
}

/// The e-mail that was sent, or that a draft would send.
pub async fn preview(
    tx: &mut Tx,
    app: &App,
    campaign: &Campaign,
) -> Result<CampaignPreview, CampaignError> {
    let nobody = PersonalLinks {
        unsubscribe: app.url("/unsubscribe/preview"),
        preferences: app.url("/preferences/preview"),
        unsubscribe_by_mail: None,
    };
    let shown = |subject: String, html: &str, text: &str| CampaignPreview {
        subject,
        html: nobody.substitute(html),
        text: nobody.substitute(text),
    };
    if let Some(id) = campaign.edition_id
        && let Some(made) = edition::find(tx, id).await?
    {
        return Ok(shown(made.subject, &made.html, &made.text));
    }
    let made = emails::render(app, campaign, String::new())?;
    Ok(shown(made.subject, &made.html, &made.text))
}

/// Enqueues a test e-mail to one address. Its subject says that it is a test.
pub async fn send_test(
    tx: &mut Tx,
    app: &App,
    campaign: &Campaign,
    to: &EmailAddress,
) -> Result<(), CampaignError> {
    let preview = preview(tx, app, campaign).await?;
    let t = campaign.locale.translator();
    let letter = EmailContent {
        subject: t
            .say("campaigns-test-subject")
            .with("subject", &preview.subject)
            .to_string(),
        text: preview.text,
        html: preview.html,
        unsubscribe: None,
        reply_to: None,
    };
    let mail = NewMail {
        kind: "campaign-test",
        recipient: to.clone(),
        recipient_name: None,
        subscriber: None,
        content: MailContent::Own(Box::new(letter)),
        dedupe_key: None,
        about: None,
    };
    app.enqueue_mail(tx, mail).await?;
    Ok(())
}
