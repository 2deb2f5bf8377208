//! The verdict on the text of a comment, new or changed: the facts are read, and the spam rules weigh them.

use super::model::JudgedText;
use super::queries;
use crate::address::DisplayName;
use crate::app::App;
use crate::clock::DAY;
use crate::comments::spam::{self, SpamEvidence, SpamVerdict, official_names};
use crate::comments::verification::AddressStanding;
use crate::config::CommentModeration;
use crate::posts;
use crate::spam as filter;
use crate::store::{Result, Tx};

/// Seconds within which the same text from another author is suspicious.
const REPEAT_WINDOW: i64 = DAY;

/// Judges a text by the rule of its thread, and by the site's lists of words.
pub(super) async fn judge(
    tx: &mut Tx,
    app: &App,
    text: &JudgedText<'_>,
    rule: CommentModeration,
) -> Result<SpamVerdict> {
    let config = app.config();
    let rules = &config.comments;
    let name = text.name;
    let learned = filter::judge(tx, name, text.body.source()).await?;
    let since = app.now().plus(-REPEAT_WINDOW);
    let evidence = SpamEvidence {
        name,
        body: text.body.source(),
        links: text.body.links(),
        most_links: rules.most_links,
        honeypot_filled: text.honeypot_filled,
        proof: text.proof,
        akismet: text.akismet,
        repeated: queries::is_repeated(tx, text, since).await?,
        known: !text.proved_names.is_empty(),
        official_name: !text.proved_names.iter().any(|proved| proved == name)
            && is_official(tx, app, name).await?,
        crowded: text.crowded,
        disposable: text
            .email
            .is_some_and(|email| config.addresses.is_disposable(email)),
        learned: learned.as_ref(),
    };
    let verdict = spam::judge(&evidence, rule).with_lists(&evidence, rules);
    Ok(match text.standing {
        AddressStanding::Claimed => verdict.of_claimed_address(),
        AddressStanding::Free | AddressStanding::Own => verdict,
    })
}

async fn is_official(tx: &mut Tx, app: &App, name: &str) -> Result<bool> {
    let site = &app.config().site;
    let authors = posts::newest_authors(tx).await?;
    let sender = site.sender.name.as_ref().map(DisplayName::as_str);
    // A post by several authors has all names in one line.
    let people = authors.iter().flat_map(|authors| authors.split(", "));
    Ok(official_names::is_official(
        name,
        &site.name,
        people.chain(sender),
    ))
}
