//! Decisions on the mail of one post: keep it back, let it go, send it again.

use actix_web::web::{self, Data, Path, ServiceConfig};

use super::done::{PostsDone, back};
use crate::admin::{AdminForm, audit};
use crate::app::App;
use crate::posts::{MailDecision, PostId, decide_on_mail};
use crate::web::{HandlerResult, PageContext, WebError};

/// A button for a decision: its noun in an address, its name in the audit log, and the message that follows.
struct MailButton {
    decision: MailDecision,
    noun: &'static str,
    audited: &'static str,
    done: PostsDone,
}

const BUTTONS: [MailButton; 3] = [
    MailButton {
        decision: MailDecision::Withhold,
        noun: "withholding",
        audited: "post-withheld",
        done: PostsDone::Withheld,
    },
    MailButton {
        decision: MailDecision::Release,
        noun: "release",
        audited: "post-released",
        done: PostsDone::Released,
    },
    MailButton {
        decision: MailDecision::SendAgain,
        noun: "resending",
        audited: "post-resent",
        done: PostsDone::Resent,
    },
];

pub(super) fn routes(config: &mut ServiceConfig) {
    for button in &BUTTONS {
        let path = format!("/posts/{{id}}/{}", button.noun);
        let decided = move |page: PageContext, app: Data<App>, id: Path<i64>, form: AdminForm| {
            decide(page, app, PostId(*id), form, button)
        };
        config.route(&path, web::post().to(decided));
    }
}

/// POST /admin/posts/{id}/{noun}
async fn decide(
    page: PageContext,
    app: Data<App>,
    id: PostId,
    AdminForm { session, .. }: AdminForm,
    button: &MailButton,
) -> HandlerResult {
    let now = app.now();
    let mut tx = app.write().await?;
    if !decide_on_mail(&mut tx, id, button.decision, now).await? {
        return Err(WebError::NotFound);
    }
    audit::record(&mut tx, &session, button.audited, &id.0.to_string(), now).await?;
    tx.commit().await?;
    Ok(back(&page, button.done))
}
