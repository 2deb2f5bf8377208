//! Writing a campaign: what was typed becomes a draft only when it could be sent as it is.

use super::catalogue::lock;
use super::model::{Campaign, CampaignDraft, CampaignError, CampaignId, CampaignState};
use super::queries;
use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::invisible::strip_invisible;
use crate::markdown::email;
use crate::message::content::one_line;
use crate::store::{self, Tx};
use crate::subscribers::topics::Topic;

/// Characters of the longest subject: more is cut off in every list of mails.
pub const LONGEST_SUBJECT: usize = 200;

/// Characters of the longest body: with its frame it stays under the 102 KB from which Gmail clips a mail.
pub const LONGEST_BODY: usize = 20_000;

/// Mails a minute that nobody needs a limit above.
pub const HIGHEST_RATE: i64 = 1_000_000;

/// A campaign as it was typed.
#[derive(Clone, Debug)]
pub struct CampaignForm {
    /// The subject.
    pub subject: String,
    /// Markdown.
    pub body: String,
    /// The language of its frame.
    pub locale: Locale,
    /// `topics` for the readers of some topics; anything else is for everybody.
    pub audience: String,
    /// The slugs of those topics.
    pub topics: Vec<String>,
    /// Mails a minute, or nothing.
    pub rate: String,
}

impl CampaignForm {
    /// True when it is for readers of some topics.
    pub fn is_for_topics(&self) -> bool {
        self.audience == "topics"
    }
}

/// What is wrong with each field, as the key of a phrase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DraftMistakes {
    /// With the subject.
    pub subject: Option<&'static str>,
    /// With the body.
    pub body: Option<&'static str>,
    /// With the choice of readers.
    pub audience: Option<&'static str>,
    /// With the rate.
    pub rate: Option<&'static str>,
}

impl CampaignDraft {
    /// Reads what was typed; `known` are the topics that there are.
    pub fn parse(written: &CampaignForm, known: &[Topic]) -> Result<Self, DraftMistakes> {
        let subject = one_line(&strip_invisible(&written.subject));
        let body = strip_invisible(&written.body.replace("\r\n", "\n").replace('\r', "\n"));
        let is_wanted = |topic: &&Topic| written.topics.contains(&topic.slug);
        let topics: Vec<_> = known.iter().filter(is_wanted).map(|it| it.id).collect();
        let rate = parse_rate(&written.rate);
        let mistakes = DraftMistakes {
            subject: wrong_subject(&subject),
            body: wrong_body(&body),
            audience: match written.audience.as_str() {
                "" | "all" => None,
                "topics" if !topics.is_empty() => None,
                _ => Some("campaigns-topics-missing"),
            },
            rate: rate.err(),
        };
        match rate {
            Ok(rate) if mistakes == DraftMistakes::default() => Ok(Self {
                subject,
                body: body.trim().to_owned(),
                locale: written.locale,
                topics: if written.is_for_topics() {
                    topics
                } else {
                    Vec::new()
                },
                rate,
            }),
            _ => Err(mistakes),
        }
    }
}

/// A limit as it was typed: nothing is none.
pub fn parse_rate(text: &str) -> Result<Option<i64>, &'static str> {
    match text.trim() {
        "" => Ok(None),
        number => match number.parse() {
            Ok(rate) if (1..=HIGHEST_RATE).contains(&rate) => Ok(Some(rate)),
            _ => Err("campaigns-rate-wrong"),
        },
    }
}

fn wrong_subject(subject: &str) -> Option<&'static str> {
    match subject.chars().count() {
        0 => Some("campaigns-subject-missing"),
        1..=LONGEST_SUBJECT => None,
        _ => Some("campaigns-subject-too-long"),
    }
}

fn wrong_body(body: &str) -> Option<&'static str> {
    if body.chars().count() > LONGEST_BODY {
        return Some("campaigns-body-too-long");
    }
    email::is_blank(body).then_some("campaigns-body-missing")
}

/// Keeps a new draft.
pub async fn create(
    tx: &mut Tx,
    draft: &CampaignDraft,
    now: Timestamp,
) -> store::Result<CampaignId> {
    queries::insert(tx, draft, now).await
}

/// Changes a draft, when it is still the `version` that was seen.
pub async fn change(
    tx: &mut Tx,
    id: CampaignId,
    version: i64,
    draft: &CampaignDraft,
    now: Timestamp,
) -> Result<(), CampaignError> {
    let present = lock(tx, id, &[CampaignState::Draft]).await?;
    if present.version != version {
        return Err(CampaignError::Changed);
    }
    Ok(queries::change(tx, id, draft, now).await?)
}

/// Throws a draft away; what it said.
pub async fn delete(tx: &mut Tx, id: CampaignId) -> Result<Campaign, CampaignError> {
    let campaign = lock(tx, id, &[CampaignState::Draft]).await?;
    queries::delete(tx, id).await?;
    Ok(campaign)
}
