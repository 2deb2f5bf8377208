//! The daily mail of comments: at most one for each address and day, about what waited for it and is still public.

use super::model::DailyNotice;
use super::notice::path;
use super::queries;
use crate::app::App;
use crate::clock::{Timestamp, Zone};
use crate::comments::display::thread_name;
use crate::comments::emails::{DailyComment, DailyComments, DailyMail, DailyThread, rendered};
use crate::comments::model::ThreadId;
use crate::comments::paths::permalink;
use crate::comments::thread;
use crate::jobs::JobResult;
use crate::message::EmailContent;
use crate::outbox::{EnqueueOutcome, MailContent, NewMail};
use crate::store::{Result, Tx};
use crate::token::{Purpose, hex};

/// The local hour of the mail.
const HOUR_OF_MAIL: i8 = 8;

/// Comments that one mail shows.
const SHOWN: i64 = 20;

/// Characters of a comment that the mail shows.
const EXCERPT: usize = 280;

/// Addresses that are read at once.
const BATCH: i64 = 100;

/// Mails to each address what was noted before today's hour. A schedule runs it.
pub async fn tell_all(app: App) -> JobResult {
    let mut tx = app.read().await?;
    let now = app.shared_now(&mut tx).await?;
    drop(tx);
    let Some(hour) = hour_of_today(&app.config().site.time_zone, now) else {
        return Ok(());
    };
    let mut after = String::new();
    loop {
        let mut tx = app.read().await?;
        let addresses = queries::waiting_addresses(&mut tx, hour, &after, BATCH).await?;
        drop(tx);
        let Some(last) = addresses.last() else {
            return Ok(());
        };
        after.clone_from(last);
        for email_key in &addresses {
            tell(&app, email_key, now).await?;
        }
    }
}

/// The moment of today's mail; `None` before it.
fn hour_of_today(zone: &Zone, now: Timestamp) -> Option<Timestamp> {
    let here = now.at(zone);
    if here.hour() < HOUR_OF_MAIL {
        return None;
    }
    let hour = here.date().at(HOUR_OF_MAIL, 0, 0, 0);
    let hour = hour.to_zoned_datetime(zone.rules().clone()).ok()?;
    Some(Timestamp::from_unix(hour.timestamp().as_second()))
}

/// Enqueues the mail to an address. What it is about is taken in the same transaction, so no other node has it, and no restart brings
/// it back.
async fn tell(app: &App, email_key: &str, now: Timestamp) -> Result<()> {
    let date = now.at(&app.config().site.time_zone).date();
    let reader = hex(&app.signer().keyed_hash(Purpose::MailCaps, email_key)[..16]);
    let name = format!("daily-comments:{reader}:{date}");
    let mut tx = app.write().await?;
    queries::take(&mut tx, email_key, &name, now).await?;
    let taken = queries::taken(&mut tx, email_key, &name, SHOWN).await?;
    if let Some(first) = taken.first() {
        let Some(letter) = letter(&mut tx, app, first, &taken).await? else {
            return Ok(());
        };
        let mail = NewMail {
            kind: "daily-comments",
            recipient: first.recipient.clone(),
            recipient_name: Some(first.recipient_name.clone()),
            subscriber: None,
            content: MailContent::Own(Box::new(letter)),
            dedupe_key: Some(name.clone()),
            about: Some(name),
        };
        // Whoever had today's mail hears of the rest tomorrow.
        if app.enqueue_mail(&mut tx, mail).await? == EnqueueOutcome::Known {
            return Ok(());
        }
    }
    tx.commit().await
}

/// The mail about these comments, in the language of the first one's reader.
async fn letter(
    tx: &mut Tx,
    app: &App,
    first: &DailyNotice,
    taken: &[DailyNotice],
) -> Result<Option<EmailContent>> {
    let everywhere = app.url(&format!("{}/everywhere", path(app.signer(), first.own_id)));
    let shown = i64::try_from(taken.len()).unwrap_or(i64::MAX);
    let mail = DailyComments {
        recipient: first.recipient_name.as_str(),
        count: first.of_all,
        threads: threads(tx, app, first, taken).await?,
        more: first.of_all - shown,
        everywhere: &everywhere,
    };
    let letter = rendered(DailyMail::letter(&mail, first.locale, &app.site_frame()));
    Ok(letter.map(|letter| EmailContent {
        unsubscribe: Some(everywhere.clone()),
        ..letter
    }))
}

/// The comments by thread. They come ordered by it.
async fn threads(
    tx: &mut Tx,
    app: &App,
    first: &DailyNotice,
    taken: &[DailyNotice],
) -> Result<Vec<DailyThread>> {
    let mut threads: Vec<DailyThread> = Vec::new();
    let mut current: Option<ThreadId> = None;
    for notice in taken {
        if current != Some(notice.thread_id) {
            current = Some(notice.thread_id);
            let known = thread::title(tx, &notice.thread_key).await?;
            threads.push(DailyThread {
                title: thread_name(
                    known.or(Some(notice.thread_title.clone())),
                    first.locale.translator(),
                    &app.config().site.name,
                ),
                notices: app.url(&path(app.signer(), notice.own_id)),
                comments: Vec::new(),
            });
        }
        if let Some(thread) = threads.last_mut() {
            thread.comments.push(DailyComment {
                name: notice.name.as_str().to_owned(),
                excerpt: excerpt(&notice.body),
                link: app.url(&permalink(&notice.thread_key, notice.comment_id)),
            });
        }
    }
    Ok(threads)
}

/// The beginning of a text, as one paragraph.
fn excerpt(body: &str) -> String {
    let line = body.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(zone: &str, now: &str) -> Option<String> {
        let zone: Zone = zone.parse().unwrap();
        let moment = hour_of_today(&zone, now.parse().unwrap());
        moment.map(|moment| moment.at(&zone).strftime("%Y-%m-%d %H:%M %:z").to_string())
    }

    #[test]
    fn the_hour_is_todays_and_never_ahead() {
        assert_eq!(hour("Asia/Seoul", "2026-11-24T07:59:59+09:00"), None);
        for now in ["2026-11-24T08:00:00+09:00", "2026-11-24T23:59:59+09:00"] {
            let expected = Some("2026-11-24 08:00 +09:00".to_owned());
            assert_eq!(hour("Asia/Seoul", now), expected, "{now}");
        }
        let after_a_change = hour("Europe/Berlin", "2026-03-29T09:00:00+02:00");
        assert_eq!(after_a_change.as_deref(), Some("2026-03-29 08:00 +02:00"));
    }

    #[test]
    fn an_excerpt_is_one_paragraph_of_whole_characters() {
        assert_eq!(excerpt("첫 줄\n\n둘째  줄"), "첫 줄 둘째 줄");
        assert_eq!(excerpt(&"가".repeat(EXCERPT)), "가".repeat(EXCERPT));
        let long = excerpt(&"가".repeat(EXCERPT + 1));
        assert_eq!(long, format!("{}…", "가".repeat(EXCERPT)));
    }
}
