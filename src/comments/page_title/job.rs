//! The job that reads the title of a thread from its page. It fetches only pages of a configured site, and ignores a page of another
//! site after a redirect.

use std::time::Duration;

use url::Url;

use super::{heading, queries};
use crate::app::App;
use crate::clock::DAY;
use crate::comments::model::ThreadId;
use crate::comments::thread_key::ThreadKey;
use crate::comments::write::form;
use crate::fetch::{FetchLimits, Fetched, FetchedDocument, Validators};
use crate::jobs::{self, JobError, JobResult};
use crate::page_key::page_key;
use crate::posts;
use crate::rate_limits::{Hit, Limit};
use crate::store::{Result, Tx};

/// The kind of the job. Its subject is the id of a thread.
pub const JOB: &str = "page-title";

/// Fetches of one thread's page. A page without a title is fetched again on the next day at the earliest.
const FETCHES: Limit = Limit {
    bucket: "page-titles",
    most: 1,
    window: DAY,
};

/// The limits of one fetch.
const LIMITS: FetchLimits = FetchLimits {
    connect: Duration::from_secs(5),
    total: Duration::from_secs(10),
    bytes: 4 * 1024 * 1024,
    redirects: 5,
};

/// The format that has a title.
const ACCEPTED: &str = "text/html, */*;q=0.1";

/// Enqueues the job for a thread without a title whose page belongs to the site.
pub async fn request(tx: &mut Tx, app: &App, thread: ThreadId, key: &ThreadKey) -> Result<()> {
    let config = app.config();
    let is_wanted = config.comments.page_titles
        && key.url().is_some_and(|page| config.has_page(&page))
        && queries::has_no_title(tx, thread).await?
        && FETCHES.hit(tx, &thread.0.to_string(), app.now()).await? == Hit::Within;
    if is_wanted {
        jobs::enqueue(tx, JOB, &thread.0.to_string(), app.now()).await?;
    }
    Ok(())
}

/// Reads the title of the thread's page and stores it. A page that cannot be read changes nothing.
pub async fn run(app: App, thread: String) -> JobResult {
    let thread = thread
        .parse()
        .map(ThreadId)
        .map_err(|_| JobError::GiveUp("the subject is not a thread's id".into()))?;
    let Some(address) = address(&app, thread).await? else {
        return Ok(());
    };
    let Some(title) = title_of(&app, &address).await else {
        return Ok(());
    };
    let mut tx = app.write().await?;
    queries::set_title(&mut tx, thread, &title).await?;
    Ok(tx.commit().await?)
}

/// The address of the page in its commenters' spelling, since the thread's key drops `.html` and final slashes.
async fn address(app: &App, thread: ThreadId) -> Result<Option<Url>> {
    let mut tx = app.read().await?;
    let Some((key, spelt)) = queries::page_of(&mut tx, thread).await? else {
        return Ok(None);
    };
    let is_this_page = |url: &Url| page_key(url.as_str()).as_deref() == Some(key.as_str());
    let spelt = spelt.as_deref().and_then(form::page_url);
    let address = spelt.filter(is_this_page).or_else(|| key.url());
    Ok(address.filter(|url| app.config().has_page(url)))
}

async fn title_of(app: &App, address: &Url) -> Option<String> {
    let fetched = match posts::http_client(app, LIMITS) {
        Ok(client) => {
            client
                .get(address, ACCEPTED, &Validators::default(), app.now())
                .await
        }
        Err(error) => Err(error.into()),
    };
    match fetched {
        Ok(Fetched::Document(page)) if app.config().has_page(&page.url) => {
            let site = app.config().site.name.clone();
            let asked = address.clone();
            // Parsing takes milliseconds, for hostile pages more, so it runs on a blocking thread.
            tokio::task::spawn_blocking(move || read(&page, &asked, &site))
                .await
                .ok()?
        }
        Ok(_) => None,
        Err(failure) => {
            tracing::warn!(url = %address, error = %failure.error, "the title of a thread's page could not be read");
            None
        }
    }
}

fn read(page: &FetchedDocument, asked: &Url, site: &str) -> Option<String> {
    let is_html = page
        .content_type
        .as_deref()
        .is_none_or(|kind| kind.contains("html"));
    let html = is_html.then(|| posts::decode(&page.body, page.content_type.as_deref()))?;
    let heading = heading::read(&html, asked, site)?;
    form::title(&heading)
}
