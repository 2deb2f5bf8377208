//! A sign-up: what somebody typed becomes wishes, and the wishes a confirmation mail; nothing else changes before the click.

use super::consent::{Action, Change, Evidence};
use super::strangers::{Asked, Turn};
use super::topics::{Topic, TopicId, slug};
use super::{Cadence, Error, State, confirmation, consent, emails, queries, strangers};
use crate::address::{AddressError, DisplayName, EmailAddress};
use crate::app::App;
use crate::i18n::{FieldError, Locale};
use crate::store::{self, Tx};

/// A sign-up as it was typed, in the form or in JSON.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The address.
    pub email: String,
    /// The name; may be empty.
    pub name: String,
    /// Slugs or names of topics; none means all.
    pub topics: Vec<String>,
    /// The word of a cadence; empty means [`USUAL_CADENCE`].
    pub cadence: String,
    /// The word of a language; empty means that of the page.
    pub locale: String,
}

/// A sign-up that can be acted on.
#[derive(Clone, Debug)]
pub struct SignUp {
    /// The address.
    pub email: EmailAddress,
    /// What the person would like to get.
    pub wishes: Wishes,
}

/// What somebody would like to get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// Their name, when they gave one.
    pub name: Option<DisplayName>,
    /// The language of their mails.
    pub locale: Locale,
    /// How often.
    pub cadence: Cadence,
    /// The topics; empty means all.
    pub topics: Vec<TopicId>,
}

/// The cadence of those who name none.
pub const USUAL_CADENCE: Cadence = Cadence::Weekly;

impl Draft {
    /// Reads what was typed; every mistake is named at its field.
    pub fn read(&self, offered: &[Topic], page: Locale) -> Result<SignUp, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let email = noted(&mut wrong, "email", public_address(&self.email));
        let name = noted(
            &mut wrong,
            "name",
            DisplayName::parse(&self.name).map_err(|_| "subscribers-name-too-long"),
        );
        let cadence = noted(
            &mut wrong,
            "cadence",
            word_or(&self.cadence, USUAL_CADENCE, "subscribers-cadence-unknown"),
        );
        let locale = noted(
            &mut wrong,
            "locale",
            word_or(&self.locale, page, "subscribers-locale-unknown"),
        );
        let topics = noted(&mut wrong, "topics", among(offered, &self.topics));
        match (email, name, cadence, locale, topics) {
            (Some(email), Some(name), Some(cadence), Some(locale), Some(topics)) => Ok(SignUp {
                email,
                wishes: Wishes {
                    name,
                    locale,
                    cadence,
                    topics,
                },
            }),
            _ => Err(wrong),
        }
    }
}

fn noted<T>(
    wrong: &mut Vec<FieldError>,
    field: &'static str,
    read: Result<T, &'static str>,
) -> Option<T> {
    read.map_err(|key| wrong.push(FieldError { field, key }))
        .ok()
}

/// An address that somebody typed in public: its domain has a dot, or no mail finds it.
fn public_address(text: &str) -> Result<EmailAddress, &'static str> {
    let address: EmailAddress = text.parse().map_err(address_problem)?;
    if address.domain().contains('.') {
        Ok(address)
    } else {
        Err("subscribers-email-no-dot")
    }
}

/// The phrase that tells a reader what is wrong with an address.
pub fn address_problem(error: AddressError) -> &'static str {
    match error {
        AddressError::Empty => "subscribers-email-empty",
        AddressError::TooLong => "subscribers-email-too-long",
        AddressError::Malformed => "subscribers-email-malformed",
    }
}

fn word_or<T: std::str::FromStr>(
    word: &str,
    usual: T,
    problem: &'static str,
) -> Result<T, &'static str> {
    if word.is_empty() {
        return Ok(usual);
    }
    word.parse().map_err(|_| problem)
}

/// The topics that these words name, by slug or by name.
pub(super) fn among(topics: &[Topic], words: &[String]) -> Result<Vec<TopicId>, &'static str> {
    let mut ids: Vec<TopicId> = words
        .iter()
        .map(|word| {
            let wanted = slug(word);
            let known = topics.iter().find(|topic| topic.slug == wanted);
            known
                .map(|topic| topic.id)
                .ok_or("subscribers-topics-unknown")
        })
        .collect::<Result<_, _>>()?;
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// Takes a sign-up. Whoever asks learns nothing: whether the address was known, only its mailbox is told.
pub async fn subscribe(
    tx: &mut Tx,
    app: &App,
    sign_up: &SignUp,
    evidence: &Evidence,
) -> Result<(), Error> {
    if let Some(retry_after) = strangers::crowded(tx, app, &sign_up.email).await? {
        return Err(Error::Crowded { retry_after });
    }
    let known = queries::lock_by_key(tx, &sign_up.email.key()).await?;
    match known {
        Some(known) if known.state == State::Confirmed => {
            // The same look as for a subscriber who has not confirmed yet: the time of the answer tells nobody who has.
            let asked = Asked::AlreadySubscribed;
            if strangers::was_just_mailed(tx, app, asked, &known.email).await? {
                return Ok(());
            }
            match strangers::may_mail(tx, app, asked, &known.email).await? {
                Turn::At(due) => emails::already_subscribed(tx, app, &known, due).await,
                Turn::Never => Ok(()),
                Turn::Crowded { retry_after } => Err(Error::Crowded { retry_after }),
            }
        }
        Some(known) if matches!(known.state, State::Complained | State::Suppressed) => Ok(()),
        Some(known) if confirmation::was_just_sent(tx, app, known.id, &sign_up.wishes).await? => {
            Ok(())
        }
        _ => ask(tx, app, sign_up, evidence).await,
    }
}

/// Asks the mailbox whether a sign-up was its own.
async fn ask(tx: &mut Tx, app: &App, sign_up: &SignUp, evidence: &Evidence) -> Result<(), Error> {
    let (email, wishes) = (&sign_up.email, &sign_up.wishes);
    let due = match strangers::may_mail(tx, app, Asked::Confirmation, email).await? {
        Turn::At(due) => due,
        Turn::Never => return Ok(()),
        Turn::Crowded { retry_after } => return Err(Error::Crowded { retry_after }),
    };
    let now = app.now();
    let zone = app.config().site.time_zone.name();
    let is_new = queries::insert_pending(tx, sign_up, zone, now).await?;
    let Some(subscriber) = queries::find_by_key(tx, &email.key()).await? else {
        return Ok(());
    };
    // On PostgreSQL an equal sign-up may have come at the same moment.
    if !is_new && confirmation::was_just_sent(tx, app, subscriber.id, wishes).await? {
        return Ok(());
    }
    let changes = wished(tx, wishes).await?;
    let id = subscriber.id;
    consent::record(tx, id, Action::Requested, evidence, &changes, now).await?;
    confirmation::invite(tx, app, &subscriber, wishes, due).await
}

/// The wishes as lines of the consent record.
pub(super) async fn wished(tx: &mut Tx, wishes: &Wishes) -> store::Result<Vec<Change>> {
    let mut changes = vec![
        Change::to("cadence", wishes.cadence.as_str()),
        Change::to("locale", wishes.locale.as_str()),
    ];
    if !wishes.topics.is_empty() {
        let all = super::topics::all(tx).await?;
        changes.push(Change::to(
            "topics",
            &super::topics::names_of(&all, &wishes.topics),
        ));
    }
    Ok(changes)
}
