//! The page of the spam filter: what it learned, a box to try a text, the export and the reset.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::{self, Data, Query, ServiceConfig};
use askama::Template;
use serde::{Deserialize, Serialize};

use crate::admin::{AdminForm, AdminSession, Password, Passwords, prove_password, why_not};
use crate::app::App;
use crate::comments::moderation::lessons;
use crate::comments::spam::{TriedText, try_text};
use crate::comments::write::content::CommentBody;
use crate::spam::{self, FeatureCounts, Learned, Lesson, Model};
use crate::store::{Result, Tx};
use crate::web::{HandlerResult, JSON, PageContext, WebError, html, see_other, to_json};

const PATH: &str = "/admin/comments/spam";
/// Words of each side on the page.
const SHOWN: i64 = 30;
/// Characters of a name that may be tried.
const LONGEST_NAME: usize = 80;

/// Mounts the page.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/comments/spam")
                .route(web::get().to(show))
                .route(web::post().to(try_out)),
        )
        .route("/comments/spam/export", web::get().to(export))
        .route("/comments/spam/reset", web::post().to(reset));
}

#[derive(Template)]
#[template(path = "pages/comments/spam-filter.html")]
struct SpamFilterPage {
    page: PageContext,
    session: AdminSession,
    learned: Learned,
    sides: Vec<Side>,
    is_reset: bool,
    name: String,
    body: String,
    body_error: Option<String>,
    tried: Option<TriedText>,
    present_error: Option<String>,
}

/// The words of spam, or of honest comments.
struct Side {
    lesson: Lesson,
    words: Vec<Word>,
}

/// A word with its counts.
struct Word {
    label: String,
    counts: FeatureCounts,
    odds: String,
}

impl SpamFilterPage {
    /// The page without the words of each side.
    async fn of(session: AdminSession, page: PageContext, tx: &mut Tx) -> Result<Self> {
        Ok(Self {
            learned: spam::learned(tx).await?,
            sides: Vec::new(),
            is_reset: false,
            name: String::new(),
            body: String::new(),
            body_error: None,
            tried: None,
            present_error: None,
            page: page.at(PATH),
            session,
        })
    }

    fn needs_more(&self) -> bool {
        self.learned.model.spam < spam::MINIMUM
    }

    fn is_weak(&self) -> bool {
        self.learned.model.honest < spam::MINIMUM
    }

    fn may_reset(&self) -> bool {
        self.session.may("settings") && self.learned.last_lesson.is_some()
    }
}

async fn sides(tx: &mut Tx, page: &PageContext, model: Model) -> Result<Vec<Side>> {
    let mut sides = Vec::new();
    for lesson in Lesson::ALL {
        let told = spam::most_telling(tx, model, *lesson, SHOWN).await?;
        let word = |counts: FeatureCounts| Word {
            label: spam::label(&counts.feature, page.translator()),
            odds: format!("{:+.1}", model.log_odds(&counts)).replace('-', "−"),
            counts,
        };
        sides.push(Side {
            lesson: *lesson,
            words: told.into_iter().map(word).collect(),
        });
    }
    Ok(sides)
}

#[derive(Deserialize)]
struct ShowQuery {
    #[serde(default)]
    done: String,
}

async fn show(
    app: Data<App>,
    page: PageContext,
    session: AdminSession,
    query: Query<ShowQuery>,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let mut template = SpamFilterPage::of(session, page, &mut tx).await?;
    template.is_reset = query.done == "reset";
    template.sides = sides(&mut tx, &template.page, template.learned.model).await?;
    html(StatusCode::OK, &template)
}

#[derive(Deserialize)]
struct TryForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    body: String,
}

async fn try_out(
    app: Data<App>,
    page: PageContext,
    AdminForm { session, fields }: AdminForm<TryForm>,
) -> HandlerResult {
    let name: String = fields.name.chars().take(LONGEST_NAME).collect();
    let mut tx = app.read().await?;
    let mut template = SpamFilterPage::of(session, page, &mut tx).await?;
    match CommentBody::parse(&fields.body) {
        Ok(body) => {
            let config = app.config();
            template.tried = Some(try_text(&mut tx, &name, &body, &config.comments).await?);
        }
        Err(error) => template.body_error = Some(template.page.say(error.phrase()).to_string()),
    }
    (template.name, template.body) = (name, fields.body);
    let status = match template.body_error {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    html(status, &template)
}

#[derive(Deserialize)]
struct ExportQuery {
    #[serde(default)]
    format: String,
}

/// What was learned, as a file.
#[derive(Serialize)]
struct Export {
    spam: i64,
    honest: i64,
    features: Vec<FeatureCounts>,
}

async fn export(
    app: Data<App>,
    _session: AdminSession,
    query: Query<ExportQuery>,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let Model { spam, honest } = spam::learned(&mut tx).await?.model;
    let features = spam::all(&mut tx).await?;
    drop(tx);
    let (body, kind, file) = if query.format == "csv" {
        (
            csv(&features)?,
            "text/csv; charset=utf-8",
            "spam-filter.csv",
        )
    } else {
        let export = Export {
            spam,
            honest,
            features,
        };
        (to_json(&export)? + "\n", JSON, "spam-filter.json")
    };
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{file}\""),
        ))
        .body(body))
}

fn csv(features: &[FeatureCounts]) -> std::result::Result<String, WebError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for counts in features {
        writer.serialize(counts).map_err(|_| WebError::Internal)?;
    }
    let bytes = writer.into_inner().map_err(|_| WebError::Internal)?;
    String::from_utf8(bytes).map_err(|_| WebError::Internal)
}

#[derive(Deserialize)]
struct ResetForm {
    #[serde(default)]
    present: String,
}

async fn reset(
    app: Data<App>,
    page: PageContext,
    passwords: Data<Passwords>,
    AdminForm { session, fields }: AdminForm<ResetForm>,
) -> HandlerResult {
    let present = Password::typed(&fields.present);
    if let Err(error) = prove_password(&app, &passwords, &session, &present).await {
        let mut tx = app.read().await?;
        let template = SpamFilterPage {
            present_error: Some(why_not(&page, error)?),
            ..SpamFilterPage::of(session, page, &mut tx).await?
        };
        return html(StatusCode::UNPROCESSABLE_ENTITY, &template);
    }
    let mut tx = app.write().await?;
    lessons::forget_all(&mut tx, &app, &session).await?;
    tx.commit().await?;
    Ok(see_other(&page.link(&format!("{PATH}?done=reset"))))
}
