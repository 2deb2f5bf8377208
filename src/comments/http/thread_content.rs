//! What the templates of a thread show: its entries, its form, and the links between its pages.

use super::form_state::{FormNotice, ThreadRead};
use super::thread_query::ThreadQuery;
use crate::comments::avatar::Avatar;
use crate::comments::display::thread_name;
use crate::comments::model::{Comment, CommentId};
use crate::comments::paths::{author_path, feed_path};
use crate::comments::thread::{ThreadEntry, order::Sort};
use crate::comments::votes::Vote;
use crate::comments::write::form::{self, CommentDraft};
use crate::config::{CommentsConfig, Config};
use crate::web::PageContext;

/// A thread and its form, ready for the templates below `pages/comments/thread`.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own; none excludes another"
)]
pub(super) struct ThreadContent {
    /// True for a thread that takes no comments.
    pub is_closed: bool,
    pub is_embedded: bool,
    pub title: String,
    /// The page that the thread is about.
    pub url: Option<String>,
    pub total: i64,
    pub entries: Vec<EntryLine>,
    pub feed: String,
    /// The page on which authors see and erase their own.
    pub my_data: String,
    pub oldest: String,
    pub newest: String,
    pub best: String,
    pub sort: Sort,
    /// Where votes are posted; `None` where the site has none, and in a frame: browsers keep no cookie of it, so each press would be
    /// another reader's.
    pub votes: Option<String>,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub whole: Option<String>,
    pub notice: Option<String>,
    pub is_good: bool,
    /// Where the form is posted.
    pub action: String,
    /// Where a reader claims an address.
    pub author: String,
    pub token: String,
    /// False while one button is to be pressed once more.
    pub may_preview: bool,
    pub preview: Option<String>,
    pub draft: CommentDraft,
    pub answers: Option<(CommentId, String)>,
    pub waiting: Vec<WaitingLine>,
    pub cancel: String,
    pub needs_email: bool,
    pub has_url_field: bool,
    pub body_error: Option<String>,
    pub name_error: Option<String>,
    pub email_error: Option<String>,
    pub url_error: Option<String>,
}

/// A waiting comment of this browser.
#[derive(Debug)]
pub(super) struct WaitingLine {
    pub comment: Comment,
    /// The page that changes it, as long as its author may.
    pub own: Option<String>,
}

/// An entry with the values for its markup.
#[derive(Debug)]
pub(super) struct EntryLine {
    pub entry: ThreadEntry,
    /// A list of replies begins below it.
    pub opens: bool,
    /// Lists of replies that end with it.
    pub closes: usize,
    /// `None` where the site has none.
    pub avatar: Option<Avatar>,
    pub permalink: String,
    pub reply: String,
    /// The page that reports the comment, where readers may.
    pub flag: Option<String>,
    pub answered: String,
    pub rest: String,
    /// The page that changes it, for its author.
    pub own: Option<String>,
    /// The reader's vote.
    pub vote: Option<Vote>,
}

impl EntryLine {
    /// True when this is the reader's vote.
    pub(super) fn has_vote(&self, word: &str) -> bool {
        self.vote.is_some_and(|vote| vote.as_str() == word)
    }

    /// What the button of this vote posts: a second press takes the vote back.
    pub(super) fn vote_name<'a>(&self, word: &'a str) -> &'a str {
        if self.has_vote(word) { "none" } else { word }
    }
}

/// The place where links are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkBase {
    /// A page of ours: links are paths.
    Page,
    /// A page of another server: links are whole addresses.
    Elsewhere,
}

impl ThreadContent {
    /// The content for this query. The form keeps what was typed; its token is the draft's.
    pub(super) fn new(
        page: &PageContext,
        base: LinkBase,
        config: &Config,
        query: &ThreadQuery,
        thread: ThreadRead,
    ) -> Self {
        let ThreadRead {
            key,
            view,
            is_closed,
            mut form,
        } = thread;
        form.draft.thread.clone_from(&query.thread);
        form.draft.title.clone_from(&query.title);
        form.draft.page_url.clone_from(&query.url);
        form.draft.embed.clone_from(&query.embed);
        form.draft.theme.clone_from(&query.theme);
        form.draft.parent = form
            .answers
            .as_ref()
            .map_or(String::new(), |(id, _)| id.to_string());
        let links = ThreadLinks::new(page, base, query);
        // A link to a thread may have any address and any title, so only pages of the site count.
        let asked = [&query.thread, &query.url];
        let mut asked = asked.into_iter().filter_map(|text| form::page_url(text));
        let error_at = |name: &str| {
            let error = form.wrong.iter().find(|error| error.field == name)?;
            Some(page.say(error.key).to_string())
        };
        let next = |cursor: String| match view.branch {
            Some(root) => links.to(&[("branch", root.to_string()), ("cursor", cursor)]),
            None => links.to(&[("cursor", cursor)]),
        };
        let url = view.url.or_else(|| {
            asked
                .find(|url| config.is_of_the_site(url))
                .map(String::from)
        });
        // An element is in that page, and the link leads back to it.
        let return_to = url.as_deref().filter(|_| base == LinkBase::Elsewhere);
        Self {
            is_closed,
            is_embedded: query.is_embedded(),
            title: thread_name(view.title, page.translator(), page.site_name()),
            author: links.whole(&author_path(&key, return_to.unwrap_or_default())),
            url,
            total: view.total,
            feed: feed_path(&key),
            my_data: links.whole("/comments/mine"),
            oldest: links.to(&[("sort", Sort::Oldest.to_string())]),
            newest: links.to(&[("sort", Sort::Newest.to_string())]),
            best: links.to(&[("sort", Sort::Best.to_string())]),
            sort: query.sort(),
            votes: (config.comments.votes && !query.is_embedded()).then(|| links.votes()),
            previous: view
                .previous
                .map(|cursor| links.to(&[("back", cursor.to_string())])),
            next: view.next.map(|cursor| next(cursor.to_string())),
            whole: view.branch.map(|root| links.around(root)),
            notice: form.notice.map(|notice| notice.text(page.translator())),
            is_good: form.notice.is_some_and(FormNotice::is_good),
            action: links.form(),
            token: form.draft.form_token.clone(),
            cancel: format!("{}#reply", links.to(&[])),
            needs_email: config.comments.require_email,
            has_url_field: config.comments.url_field,
            body_error: error_at("body"),
            name_error: error_at("name"),
            email_error: error_at("email"),
            url_error: error_at("url"),
            answers: form.answers,
            may_preview: form.notice != Some(FormNotice::PressAgain),
            preview: form.preview,
            waiting: waiting_lines(form.waiting, &form.changeable, &links),
            draft: form.draft,
            entries: lines(
                view.entries,
                &form.changeable,
                &form.votes,
                &links,
                &config.comments,
            ),
        }
    }
}

/// Other pages of the thread, in the language of this one.
pub(super) struct ThreadLinks<'a> {
    page: &'a PageContext,
    query: &'a ThreadQuery,
    /// Before each path.
    base: String,
}

impl<'a> ThreadLinks<'a> {
    pub(super) fn new(page: &'a PageContext, base: LinkBase, query: &'a ThreadQuery) -> Self {
        let base = match base {
            LinkBase::Page => String::new(),
            LinkBase::Elsewhere => page.url(""),
        };
        Self { page, query, base }
    }

    fn to(&self, more: &[(&str, String)]) -> String {
        self.whole(&self.query.with(more))
    }

    /// The link to a comment on its page.
    pub(super) fn around(&self, id: CommentId) -> String {
        format!("{}#comment-{id}", self.to(&[("comment", id.to_string())]))
    }

    /// The page about one comment of this browser.
    pub(super) fn own(&self, id: CommentId, noun: &str) -> String {
        self.whole(&self.query.own(id, noun))
    }

    fn votes(&self) -> String {
        self.whole(&self.query.votes())
    }

    fn form(&self) -> String {
        self.whole(&self.query.form())
    }

    fn whole(&self, path: &str) -> String {
        format!("{}{}", self.base, self.page.link(path))
    }
}

/// Waiting comments with the links that change them.
pub(super) fn waiting_lines(
    waiting: Vec<Comment>,
    changeable: &[CommentId],
    links: &ThreadLinks<'_>,
) -> Vec<WaitingLine> {
    let line = |comment: Comment| WaitingLine {
        own: own_link(comment.id, changeable, links),
        comment,
    };
    waiting.into_iter().map(line).collect()
}

fn own_link(id: CommentId, changeable: &[CommentId], links: &ThreadLinks<'_>) -> Option<String> {
    changeable.contains(&id).then(|| links.own(id, "text"))
}

fn lines(
    entries: Vec<ThreadEntry>,
    changeable: &[CommentId],
    votes: &[(CommentId, Vote)],
    links: &ThreadLinks<'_>,
    rules: &CommentsConfig,
) -> Vec<EntryLine> {
    let levels: Vec<usize> = entries.iter().map(|entry| entry.level).collect();
    let drawn = entries.into_iter().enumerate().map(|(place, entry)| {
        let following = levels.get(place + 1).copied().unwrap_or(0);
        let shown = entry.comment.as_ref().filter(|_| rules.avatars);
        EntryLine {
            opens: following > entry.level,
            closes: entry.level.saturating_sub(following),
            avatar: shown.map(|comment| Avatar::of(&comment.name, comment.colour)),
            permalink: links.around(entry.id),
            reply: format!("{}#reply", links.to(&[("reply", entry.id.to_string())])),
            flag: (rules.flag_threshold > 0)
                .then(|| links.whole(&format!("/comments/{}/flag", entry.id))),
            answered: entry
                .answers
                .as_ref()
                .map_or(String::new(), |(id, _)| links.around(*id)),
            rest: links.to(&[("branch", entry.id.to_string())]),
            own: own_link(entry.id, changeable, links),
            vote: votes
                .iter()
                .find(|(id, _)| *id == entry.id)
                .map(|(_, vote)| *vote),
            entry,
        }
    });
    drawn.collect()
}
