//! What needs a hand: the cards of every capability, faults first.

use std::future::ready;

use futures_util::FutureExt;

use crate::admin::http::{CardRequest, CardSource, TaskCard};
use crate::admin::{AdminSession, Permission};
use crate::outbox::{self, MailState};
use crate::panel::{first_run, options};
use crate::store::Result;
use crate::{backups, campaigns, comments, doctor, posts};

/// The cards of each capability.
const SOURCES: &[&[CardSource]] = &[
    OUTBOX,
    posts::http::panel::CARDS,
    SETTINGS,
    first_run::CARDS,
    campaigns::http::PANEL_CARDS,
    doctor::http::CARDS,
    backups::http::CARDS,
    comments::http::PANEL_CARDS,
];

const OUTBOX: &[CardSource] = &[
    CardSource {
        permission: Permission::Outbox,
        find: |request| ready(Ok(relays_down(request))).boxed(),
    },
    CardSource {
        permission: Permission::Outbox,
        find: |request| unknown_mails(request).boxed(),
    },
];

const SETTINGS: &[CardSource] = &[
    CardSource {
        permission: Permission::Settings,
        find: |request| unusable_settings(request).boxed(),
    },
    CardSource {
        permission: Permission::Settings,
        find: |request| ready(Ok(unnamed_proxy(request))).boxed(),
    },
];

/// The cards that this account may act on.
pub(super) async fn cards(
    session: &AdminSession,
    request: &CardRequest<'_>,
) -> Result<Vec<TaskCard>> {
    let mut cards = Vec::new();
    for source in SOURCES.iter().copied().flatten() {
        if session.may(source.permission.as_str()) {
            cards.extend((source.find)(request).await?);
        }
    }
    cards.sort_by_key(|card| !card.is_fault);
    Ok(cards)
}

fn relays_down(request: &CardRequest<'_>) -> Vec<TaskCard> {
    let page = request.page;
    let down = request.app.sender().relays_down();
    let cards = down.into_iter().map(|name| TaskCard {
        is_fault: true,
        title: page.say("home-card-relay").with("name", name).to_string(),
        text: page.say("home-card-relay-way").to_string(),
        link: "/admin/outbox",
    });
    cards.collect()
}

async fn unknown_mails(request: &CardRequest<'_>) -> Result<Vec<TaskCard>> {
    let page = request.page;
    let counts = outbox::count_by_state(&mut request.app.read().await?).await?;
    let unknown = counts
        .iter()
        .filter(|count| count.state == MailState::Unknown && count.count > 0);
    let cards = unknown.map(|unknown| TaskCard {
        is_fault: false,
        title: page
            .say("home-card-unknown")
            .with("count", unknown.count)
            .to_string(),
        text: page.say("home-card-unknown-way").to_string(),
        link: "/admin/outbox?state=unknown",
    });
    Ok(cards.collect())
}

async fn unusable_settings(request: &CardRequest<'_>) -> Result<Vec<TaskCard>> {
    let page = request.page;
    let left_out = options::left_out(&mut request.app.read().await?, request.app, page).await?;
    let cards = left_out.into_iter().map(|setting| TaskCard {
        is_fault: true,
        title: page
            .say("home-card-setting")
            .with("setting", setting.label)
            .to_string(),
        text: setting.way,
        link: "/admin/settings",
    });
    Ok(cards.collect())
}

fn unnamed_proxy(request: &CardRequest<'_>) -> Vec<TaskCard> {
    let page = request.page;
    let card = request.limiter.unnamed_proxy().map(|proxy| TaskCard {
        is_fault: true,
        title: page
            .say("home-card-proxy")
            .with("address", proxy.to_string())
            .to_string(),
        text: page
            .say("home-card-proxy-way")
            .with("address", proxy.to_string())
            .to_string(),
        link: "/admin/settings",
    });
    card.into_iter().collect()
}
