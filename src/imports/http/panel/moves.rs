//! The move of comments to the new addresses of their pages: first what would move, then the move.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::comments::merging::{PageMove, PageMoveError, move_pages, preview_move};
use crate::web::{HandlerResult, PageContext, html, see_other};

/// Pages shown before a move.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "pages/imports/moves.html")]
struct MovesPage {
    page: PageContext,
    session: AdminSession,
    typed: TypedMove,
    /// The pages that would move: their number, and the first of them with their new keys.
    preview: Option<(i64, Vec<(String, String)>)>,
    /// What was typed that is no address.
    wrong: Option<String>,
    /// Threads of the move that was just made.
    moved: Option<i64>,
}

/// A move as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TypedMove {
    old: String,
    new: String,
}

impl TypedMove {
    fn parse(&self) -> Result<PageMove, String> {
        let parsed = PageMove::parse(self.old.trim(), self.new.trim());
        parsed.map_err(|PageMoveError::NoAddress(text)| text)
    }

    fn is_empty(&self) -> bool {
        self.old.is_empty() && self.new.is_empty()
    }
}

#[derive(Deserialize)]
pub(super) struct MovesQuery {
    #[serde(default)]
    old: String,
    #[serde(default)]
    new: String,
    moved: Option<i64>,
}

pub(super) async fn page(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<MovesQuery>,
) -> HandlerResult {
    let query = query.into_inner();
    let typed = TypedMove {
        old: query.old,
        new: query.new,
    };
    let mut template = MovesPage {
        page,
        session,
        preview: None,
        wrong: None,
        moved: query.moved,
        typed,
    };
    if !template.typed.is_empty() {
        match template.typed.parse() {
            Ok(moved) => {
                let mut tx = app.read().await?;
                let (count, first) = preview_move(&mut tx, &moved, SHOWN).await?;
                template.preview = Some((i64::try_from(count).unwrap_or(i64::MAX), first));
            }
            Err(text) => template.wrong = Some(text),
        }
    }
    let status = match template.wrong {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    html(status, &template)
}

/// POST /admin/imports/moves
pub(super) async fn move_them(
    page: PageContext,
    app: Data<App>,
    AdminForm {
        session,
        fields: typed,
    }: AdminForm<TypedMove>,
) -> HandlerResult {
    let moved = match typed.parse() {
        Ok(moved) => moved,
        Err(text) => {
            let template = MovesPage {
                page: page.at("/admin/imports/moves"),
                session,
                typed,
                preview: None,
                wrong: Some(text),
                moved: None,
            };
            return html(StatusCode::UNPROCESSABLE_ENTITY, &template);
        }
    };
    let mut tx = app.write().await?;
    let threads = move_pages(&mut tx, &moved).await?;
    let subject = format!("{} → {}", typed.old.trim(), typed.new.trim());
    audit::record(&mut tx, &session, "pages-move", &subject, app.now()).await?;
    tx.commit().await?;
    Ok(see_other(
        &page.link(&format!("/admin/imports/moves?moved={threads}")),
    ))
}
