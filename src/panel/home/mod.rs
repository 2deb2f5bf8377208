//! The front page of the panel: what needs a hand, and how the site fares.

mod cards;
mod charts;
mod drawing;
mod period;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use actix_web::web::{self, Data, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use self::charts::Chart;
use self::drawing::{HEIGHT, WIDTH};
use self::period::{PERIODS, Period};
use crate::admin::http::{CardRequest, TaskCard};
use crate::admin::{AdminSession, Permission};
use crate::app::App;
use crate::clock::Timestamp;
use crate::daily_counts::{self, DailyKind};
use crate::digests::preview::{self, NextRun};
use crate::store::{Result, Tx};
use crate::subscribers::SubscriberState;
use crate::subscribers::list;
use crate::web::csp::PANEL_POLICY;
use crate::web::request_limiter::RequestLimiter;
use crate::web::{HandlerResult, PageContext, html};

/// Mounts the page.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("", web::get().to(home));
}

#[derive(Deserialize)]
struct HomeQuery {
    days: Option<usize>,
}

#[derive(Template)]
#[template(path = "pages/panel/home.html")]
struct HomePage {
    page: PageContext,
    session: AdminSession,
    cards: Vec<TaskCard>,
    next: Option<NextRun>,
    is_now: bool,
    days: usize,
    figures: Vec<Figure>,
    charts: Vec<Chart>,
    /// True while nothing has ever happened that this account may see.
    is_new: bool,
}

impl HomePage {
    /// This page with another period.
    fn link(days: usize) -> String {
        format!("/admin?days={days}")
    }
}

/// A large number with its change.
struct Figure {
    label: String,
    number: String,
    change: String,
    is_up: bool,
}

/// GET /admin
async fn home(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    limiter: Data<RequestLimiter>,
    query: Query<HomeQuery>,
) -> HandlerResult {
    let request = CardRequest {
        app: &app,
        page: &page,
        limiter: &limiter,
    };
    let cards = cards::cards(&session, &request).await?;
    let days = period::chosen(query.days);
    let now = app.now();
    let mut tx = app.read().await?;
    let period = Period::read(&mut tx, days, now).await?;
    let numbers = Numbers::read(&mut tx, &session, now).await?;
    let is_new = numbers.readers.unwrap_or(0) == 0
        && !daily_counts::has_any(&mut tx, &visible_kinds(&session)).await?;
    drop(tx);
    let figures = figures(&page, &session, &period, &numbers);
    let mut charts = Vec::new();
    if let Some(readers) = numbers.readers {
        charts.push(charts::growth(&page, &period, readers));
    }
    if session.may(Permission::Outbox.as_str()) {
        charts.push(charts::deliveries(&page, &period));
    }
    if session.may(Permission::Comments.as_str()) {
        charts.push(charts::comments(&page, &period));
    }
    let shown = HomePage {
        is_now: numbers.next.as_ref().is_some_and(|next| next.at <= now),
        next: numbers.next,
        cards,
        days,
        figures,
        charts,
        is_new,
        page,
        session,
    };
    let mut answer = html(StatusCode::OK, &shown)?;
    let policy = HeaderValue::from_static(PANEL_POLICY);
    answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(answer)
}

/// What is counted and this account may see.
fn visible_kinds(session: &AdminSession) -> Vec<DailyKind> {
    let permission = |kind| match kind {
        DailyKind::Joined | DailyKind::Left | DailyKind::Bounced => Permission::Subscribers,
        DailyKind::Delivered | DailyKind::Failed | DailyKind::Deferred => Permission::Outbox,
        DailyKind::Written | DailyKind::Approved => Permission::Comments,
    };
    let mut kinds = DailyKind::ALL.to_vec();
    kinds.retain(|kind| session.may(permission(*kind).as_str()));
    kinds
}

/// What stands beside the kept days, as far as the account may see it.
struct Numbers {
    readers: Option<i64>,
    next: Option<NextRun>,
}

impl Numbers {
    async fn read(tx: &mut Tx, session: &AdminSession, now: Timestamp) -> Result<Self> {
        let mut numbers = Self {
            readers: None,
            next: None,
        };
        if session.may(Permission::Subscribers.as_str()) {
            let counts = list::count_by_state(tx).await?;
            let confirmed = counts
                .iter()
                .find(|count| count.state == SubscriberState::Confirmed);
            numbers.readers = Some(confirmed.map_or(0, |count| count.count));
        }
        if session.may(Permission::Digests.as_str()) {
            numbers.next = preview::next_run(tx, now).await?;
        }
        Ok(numbers)
    }
}

fn figures(
    page: &PageContext,
    session: &AdminSession,
    period: &Period,
    numbers: &Numbers,
) -> Vec<Figure> {
    let words = page.translator();
    let signed = |change: i64| match change {
        0 => words.number(0),
        1.. => format!("+{}", words.number(change)),
        _ => words.number(change),
    };
    let mut figures = Vec::new();
    if let Some(readers) = numbers.readers {
        let gone = period.sum(DailyKind::Left) + period.sum(DailyKind::Bounced);
        let change = period.sum(DailyKind::Joined) - gone;
        figures.push(Figure {
            label: page.say("home-readers").to_string(),
            number: words.number(readers),
            change: page
                .say("home-within")
                .with("days", period.days)
                .with("change", signed(change))
                .to_string(),
            is_up: change > 0,
        });
    }
    let compared = [
        (Permission::Subscribers, "home-joins", DailyKind::Joined),
        (Permission::Outbox, "home-mails", DailyKind::Delivered),
        (Permission::Comments, "home-comments", DailyKind::Approved),
    ];
    for (permission, key, kind) in compared {
        if !session.may(permission.as_str()) {
            continue;
        }
        let (sum, before) = (period.sum(kind), period.before(kind));
        let change = match sum - before {
            0 => page.say("home-as-before").with("days", period.days),
            change => page
                .say("home-than-before")
                .with("days", period.days)
                .with("change", signed(change)),
        };
        figures.push(Figure {
            label: page.say(key).to_string(),
            number: words.number(sum),
            change: change.to_string(),
            is_up: sum > before,
        });
    }
    figures
}
