//! The forms of the settings page that change options.

use actix_web::web::{self, Data, ServiceConfig};

use super::done::Done;
use super::options::{self, GROUPS, Pairs};
use super::settings::SettingsPage;
use crate::admin::AdminForm;
use crate::app::App;
use crate::web::{HandlerResult, PageContext, WebError, html, see_other};

/// Mounts them.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/settings/options", web::post().to(change_options));
}

async fn change_options(
    page: PageContext,
    app: Data<App>,
    AdminForm { session, fields }: AdminForm<Pairs>,
) -> HandlerResult {
    let word = fields.iter().find(|(name, _)| name == "group");
    let word = word.map_or("", |(_, word)| word);
    let group = GROUPS.iter().find(|group| group.word == word);
    let group = group.ok_or_else(|| WebError::Malformed("no such group of settings".into()))?;
    match options::save(&app, &session, &page, group.names, &fields).await? {
        Ok(()) => {
            let place = format!("/admin/settings?done={}", Done::Saved);
            Ok(see_other(&page.link(&place)))
        }
        Err(form) => {
            let status = form.status();
            let page = page.at("/admin/settings");
            let template = SettingsPage::of(session, page, &app).await?;
            html(status, &template.with_form(group.word, form))
        }
    }
}
