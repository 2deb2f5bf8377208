//! Drafts of campaigns. A form becomes a draft only when it could be sent as it is.

use super::catalogue::lock;
use super::model::{Campaign, CampaignDraft, CampaignError, CampaignId, CampaignState};
use super::queries;
use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::invisible::strip_invisible;
use crate::markdown::email;
use crate::message::content::one_line;
use crate::store::{self, Tx};
use crate::subscribers::segments::Segment;
use crate::topics::Topic;

/// Characters of the longest subject; mail programs cut off more.
pub const LONGEST_SUBJECT: usize = 200;

/// Characters of the longest body. With its frame it stays under 102 KB, where Gmail clips an e-mail.
pub const LONGEST_BODY: usize = 20_000;

/// The highest rate, in mails a minute.
pub const HIGHEST_RATE: i64 = 1_000_000;

/// The form of a campaign as it was typed.
#[derive(Clone, Debug)]
pub struct CampaignForm {
    /// The subject.
    pub subject: String,
    /// Markdown.
    pub body: String,
    /// The language of the frame.
    pub locale: Locale,
    /// `topics` for readers of some topics, `segment` for those of a segment; any other value for all readers.
    pub audience: String,
    /// The slugs of those topics.
    pub topics: Vec<String>,
    /// The id of that segment.
    pub segment: String,
    /// Mails a minute, or nothing.
    pub rate: String,
    /// True for advertising.
    pub is_advertising: bool,
}

impl CampaignForm {
    /// True for readers of some topics.
    pub fn is_for_topics(&self) -> bool {
        self.audience == "topics"
    }

    /// True for the readers of a segment.
    pub fn is_for_segment(&self) -> bool {
        self.audience == "segment"
    }
}

/// The errors of the form's fields, as keys of phrases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DraftMistakes {
    /// The error of the subject.
    pub subject: Option<&'static str>,
    /// The error of the body.
    pub body: Option<&'static str>,
    /// The error of the choice of readers.
    pub audience: Option<&'static str>,
    /// The error of the rate.
    pub rate: Option<&'static str>,
}

impl CampaignDraft {
    /// Parses a form. `known` are all topics, `segments` all segments.
    pub fn parse(
        written: &CampaignForm,
        known: &[Topic],
        segments: &[Segment],
    ) -> Result<Self, DraftMistakes> {
        let subject = one_line(&strip_invisible(&written.subject));
        let body = strip_invisible(&written.body.replace("\r\n", "\n").replace('\r', "\n"));
        let is_wanted = |topic: &&Topic| written.topics.contains(&topic.slug);
        let topics: Vec<_> = known.iter().filter(is_wanted).map(|it| it.id).collect();
        let is_segment = |segment: &&Segment| segment.id.0.to_string() == written.segment;
        let segment = segments.iter().find(is_segment).map(|it| it.id);
        let rate = parse_rate(&written.rate);
        let mistakes = DraftMistakes {
            subject: wrong_subject(&subject),
            body: wrong_body(&body),
            audience: match written.audience.as_str() {
                "" | "all" => None,
                "topics" if !topics.is_empty() => None,
                "segment" if segment.is_some() => None,
                "segment" => Some("campaigns-segment-missing"),
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
                segment: segment.filter(|_| written.is_for_segment()),
                rate,
                is_advertising: written.is_advertising,
            }),
            _ => Err(mistakes),
        }
    }
}

/// Parses a rate; an empty text means no limit.
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

/// Inserts a draft.
pub async fn create(
    tx: &mut Tx,
    draft: &CampaignDraft,
    now: Timestamp,
) -> store::Result<CampaignId> {
    queries::insert(tx, draft, now).await
}

/// Updates a draft when its version is still `version`.
pub async fn change(
    tx: &mut Tx,
    id: CampaignId,
    version: i64,
    draft: &CampaignDraft,
    now: Timestamp,
) -> Result<(), CampaignError> {
    let present = lock(tx, id, &[CampaignState::Draft]).await?;
    if present.is_scheduled() {
        return Err(CampaignError::Scheduled);
    }
    if present.version != version {
        return Err(CampaignError::Changed);
    }
    Ok(queries::change(tx, id, draft, now).await?)
}

/// Deletes a draft, and returns it.
pub async fn delete(tx: &mut Tx, id: CampaignId) -> Result<Campaign, CampaignError> {
    let campaign = lock(tx, id, &[CampaignState::Draft]).await?;
    queries::delete(tx, id).await?;
    Ok(campaign)
}
