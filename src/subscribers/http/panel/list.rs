//! The list of subscribers, searched and filtered.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use crate::admin::AdminSession;
use crate::app::App;
use crate::store::{self, Tx};
use crate::subscribers::consent::Channel;
use crate::subscribers::http::respond::not_stored;
use crate::subscribers::http::ticked::ROWS;
use crate::subscribers::list::{self, ListedSubscriber, SubscriberCount, SubscriberSearch};
use crate::subscribers::tags::{self, TagId};
use crate::subscribers::{Cadence, SubscriberId, SubscriberState};
use crate::topics::{self, TopicId};
use crate::web::{HandlerResult, PageContext};

/// Subscribers on a page of the list.
const PAGE: usize = ROWS;

/// The channels by which somebody comes.
const SOURCES: [Channel; 6] = [
    Channel::Form,
    Channel::Element,
    Channel::Api,
    Channel::Import,
    Channel::Panel,
    Channel::Token,
];

/// A value of a filter.
struct FilterOption {
    value: String,
    label: String,
    is_wanted: bool,
}

/// The values of the filters, each with its label.
struct FilterOptions {
    topics: Vec<FilterOption>,
    cadences: Vec<FilterOption>,
    sources: Vec<FilterOption>,
    tags: Vec<FilterOption>,
}

#[derive(Template)]
#[template(path = "pages/subscribers/list.html")]
struct SubscriberListPage {
    page: PageContext,
    session: AdminSession,
    counts: Vec<SubscriberCount>,
    rows: Vec<ListedSubscriber>,
    wanted: SubscriberListQuery,
    options: FilterOptions,
    shown: ListDone,
    previous: Option<String>,
    next: Option<String>,
}

impl SubscriberListPage {
    fn all(&self) -> i64 {
        self.counts.iter().map(|count| count.count).sum()
    }

    fn confirmed(&self) -> i64 {
        let mut counts = self.counts.iter();
        counts
            .find(|count| count.state == SubscriberState::Confirmed)
            .map_or(0, |count| count.count)
    }

    fn filter(&self, state: &str) -> String {
        let wanted = SubscriberListQuery {
            state: state.to_owned(),
            before: None,
            ..self.wanted.clone()
        };
        self.page.link(&wanted.url())
    }

    /// The address of this page, to come back to.
    fn own_url(&self) -> String {
        self.wanted.url()
    }

    fn may_erase(&self) -> bool {
        self.session.may("erasure")
    }

    /// The search ended before the page was full.
    fn goes_on(&self) -> bool {
        self.next.is_some() && self.rows.len() < PAGE
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct SubscriberListQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    topic: String,
    #[serde(default)]
    cadence: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    brought_by: String,
    #[serde(default)]
    tag: String,
    before: Option<i64>,
}

/// What was done to ticked rows just now.
#[derive(Debug, Deserialize)]
pub(super) struct ListDone {
    #[serde(default)]
    done: String,
    #[serde(default)]
    changed: i64,
}

impl SubscriberListQuery {
    fn url(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("state", &self.state),
            ("q", &self.q),
            ("topic", &self.topic),
            ("cadence", &self.cadence),
            ("source", &self.source),
            ("brought_by", &self.brought_by),
            ("tag", &self.tag),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some(before) = self.before {
            query.append_pair("before", &before.to_string());
        }
        match query.finish() {
            query if query.is_empty() => "/admin/subscribers".into(),
            query => format!("/admin/subscribers?{query}"),
        }
    }

    /// Asks for more than a text and a state.
    fn is_refined(&self) -> bool {
        let further = [&self.topic, &self.cadence, &self.source, &self.tag];
        further.iter().any(|value| !value.is_empty())
    }

    fn search(&self) -> SubscriberSearch<'_> {
        SubscriberSearch {
            text: &self.q,
            state: self.state.parse().ok(),
            topic: self.topic.parse().ok().map(TopicId),
            cadence: self.cadence.parse().ok(),
            source: self.source.parse().ok(),
            brought_by: self.brought_by.trim(),
            tag: self.tag.parse().ok().map(TagId),
            before: self.before.map(SubscriberId),
        }
    }

    async fn options(&self, tx: &mut Tx, page: &PageContext) -> store::Result<FilterOptions> {
        let option = |wanted: &str, value: String, label: String| FilterOption {
            is_wanted: wanted == value,
            value,
            label,
        };
        let topics = topics::all(tx).await?.into_iter();
        let tags = tags::all(tx).await?.into_iter();
        let cadences = Cadence::ALL.iter().map(|cadence| cadence.as_str());
        let sources = SOURCES.iter().map(|source| source.as_str());
        Ok(FilterOptions {
            topics: topics
                .map(|topic| option(&self.topic, topic.id.0.to_string(), topic.name))
                .collect(),
            cadences: cadences
                .map(|it| {
                    let label = page.say("subscribers-cadence-word").with("cadence", it);
                    option(&self.cadence, it.to_owned(), label.to_string())
                })
                .collect(),
            sources: sources
                .map(|it| {
                    let label = page.say("subscribers-list-source").with("channel", it);
                    option(&self.source, it.to_owned(), label.to_string())
                })
                .collect(),
            tags: tags
                .map(|tag| option(&self.tag, tag.id.0.to_string(), tag.name))
                .collect(),
        })
    }
}

pub(super) async fn list(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<SubscriberListQuery>,
    shown: Query<ListDone>,
) -> HandlerResult {
    let wanted = query.into_inner();
    let mut tx = app.read().await?;
    let counts = list::count_by_state(&mut tx).await?;
    let options = wanted.options(&mut tx, &page).await?;
    let found = list::page(&mut tx, wanted.search(), PAGE).await?;
    drop(tx);
    let next = found.next.map(|last| {
        page.link(
            &SubscriberListQuery {
                before: Some(last.0),
                ..wanted.clone()
            }
            .url(),
        )
    });
    let template = SubscriberListPage {
        previous: None,
        page,
        session,
        counts,
        rows: found.rows,
        wanted,
        options,
        shown: shown.into_inner(),
        next,
    };
    not_stored(StatusCode::OK, &template)
}
