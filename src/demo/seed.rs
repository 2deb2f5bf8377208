//! Fills the demo's site: posts, a reader, an owner, two threads, a digest.

use std::net::{IpAddr, Ipv4Addr};

use super::deliver::{deliver_next, send};
use super::error::{DemoError, refused};
use super::reader::subscribe;
use super::site::{Blog, POSTS};
use crate::address::{DisplayName, EmailAddress};
use crate::admin::audit::Actor;
use crate::admin::{NewAccount, accounts};
use crate::admin::{Password, Passwords, Role};
use crate::app::App;
use crate::background;
use crate::comments::moderation;
use crate::comments::write::content::CommentBody;
use crate::comments::write::submit;
use crate::comments::{Author, Channel, CommentId, CommentStatus, NewComment, ThreadKey};
use crate::i18n::Locale;
use crate::jobs::runner;
use crate::subscribers::Cadence;
use crate::topics;

/// The owner's account.
pub(super) const OWNER: &str = "owner@example.org";
/// The reader who subscribed.
const READER: &str = "reader@example.org";

/// Fills the site; returns the owner's password.
pub(super) async fn seed(app: &App, blog: &Blog) -> Result<String, DemoError> {
    let password = add_owner(app).await?;
    deliver_next(app).await?; // what is on the blog so far is the archive
    let name = DisplayName::parse("김독자").map_err(refused)?;
    subscribe(app, READER, name, Cadence::EachPost).await?;
    runner::drain(app, background::JOBS).await?; // the welcome mail
    blog.publish_next();
    blog.publish_next();
    deliver_next(app).await?;
    offer_topics(app).await?;
    for sample in COMMENTS {
        comment(app, sample).await?;
    }
    send(app).await?;
    Ok(password)
}

async fn offer_topics(app: &App) -> Result<(), DemoError> {
    let mut tx = app.write().await?;
    for topic in topics::all(&mut tx).await? {
        topics::set_offered(&mut tx, topic.id, true).await?;
    }
    Ok(tx.commit().await?)
}

async fn add_owner(app: &App) -> Result<String, DemoError> {
    let password = Password::drawn(app.random());
    let hash = Passwords::start()?
        .hash(&password, app.random())
        .await
        .map_err(refused)?;
    let owner = NewAccount {
        email: address(OWNER)?,
        password: hash,
        role: Role::Owner,
        locale: app.config().site.locale,
    };
    let mut tx = app.write().await?;
    accounts::add(&mut tx, &owner, app.now())
        .await
        .map_err(refused)?;
    tx.commit().await?;
    Ok(password.expose().to_owned())
}

/// A comment of our own writing; `answers` names an earlier one by its place in the list.
struct Sample {
    post: usize,
    answers: Option<usize>,
    name: &'static str,
    email: &'static str,
    text: &'static str,
    approved: bool,
}

const COMMENTS: &[Sample] = &[
    Sample {
        post: 0,
        answers: None,
        name: "박서연",
        email: "seoyeon@example.org",
        text: "교과서처럼 잘 정리된 글이 크기를 이긴다는 대목이 인상 깊었습니다. 혹시 **한국어 자료**로도 비슷한 실험이 있었나요?",
        approved: true,
    },
    Sample {
        post: 0,
        answers: Some(0),
        name: "이도윤",
        email: "doyun@example.org",
        text: "지난봄 읽기 모임에서 다룬 기록이 있습니다. 자료를 걸러 내는 기준이 영어와는 꽤 달랐습니다.\n\n> 문장 끝의 다양함을 잃지 않는 것이 중요하다\n\n라는 말이 기억에 남네요.",
        approved: true,
    },
    Sample {
        post: 0,
        answers: None,
        name: "최하린",
        email: "harin@example.org",
        text: "휴대전화에서 직접 돌려 보니 배터리가 생각보다 오래갔어요. 긴 글은 아직 힘들어하지만요.",
        approved: false,
    },
    Sample {
        post: 1,
        answers: None,
        name: "Mina Park",
        email: "mina@example.org",
        text: "The *third reading a month later* is the one I always skip. I will put it in my calendar.",
        approved: true,
    },
    Sample {
        post: 1,
        answers: Some(3),
        name: "Jonas",
        email: "jonas@example.org",
        text: "Same here. Buy everything cheap at https://a.example https://b.example https://c.example https://d.example",
        approved: false,
    },
];

async fn comment(app: &App, sample: &Sample) -> Result<(), DemoError> {
    let mut tx = app.write().await?;
    let post = POSTS[sample.post];
    let comment = NewComment {
        thread: app
            .url(&format!("/demo/posts/{}", post.slug))
            .parse::<ThreadKey>()
            .map_err(refused)?,
        title: None,
        page_url: None,
        // The database is new, so a comment's id is its place in the list.
        parent: sample
            .answers
            .and_then(|place| i64::try_from(place + 1).ok())
            .map(CommentId),
        author: Author {
            name: DisplayName::parse(sample.name)
                .map_err(refused)?
                .ok_or_else(|| refused("a name is empty"))?,
            email: Some(address(sample.email)?),
            url: None,
        },
        body: CommentBody::parse(sample.text).map_err(refused)?,
        notify: false,
        locale: if post.lang == "en" {
            Locale::En
        } else {
            Locale::Ko
        },
        ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
        browser: None,
        channel: Channel::Form,
        honeypot_filled: false,
        solved: None,
        can_prove: false,
        asks_akismet: false,
        akismet: None,
    };
    let submitted = submit(&mut tx, app, &comment).await.map_err(refused)?;
    if sample.approved {
        moderation::decide(
            &mut tx,
            app,
            Actor::Command,
            submitted.id,
            CommentStatus::Approved,
        )
        .await?;
    }
    Ok(tx.commit().await?)
}

fn address(text: &str) -> Result<EmailAddress, DemoError> {
    text.parse().map_err(refused)
}
