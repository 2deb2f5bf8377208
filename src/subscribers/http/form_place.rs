//! Where the sign-up form stands: on a page of ours, in a frame of the site, or as a plain form on a page of the site.

use actix_web::http::header::REFERER;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use url::Url;

use super::form_fields::FormFields;
use crate::config::Config;
use crate::subscribers::sign_up_places::FormKind;
use crate::web::csp;
use crate::web::return_to::{self, RETURN_FIELD};

const IN_SITE_FIELD: &str = "site";

/// The place of a form, which its fields and its query carry from page to page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FormPlace {
    /// `1` in a frame.
    pub embed: String,
    /// The colour scheme of a frame: `light` or `dark`; otherwise the reader's.
    pub theme: String,
    /// The page of the site that the form leads back to.
    #[serde(rename = "return")]
    pub return_to: String,
    /// The post that the reader came from; the page after the form links back to it.
    #[serde(rename = "from")]
    pub came_from: String,
    /// `1` for a plain form of the site, which has no token of ours.
    #[serde(rename = "site")]
    pub in_site: String,
}

impl FormPlace {
    pub(super) fn of_fields(fields: &FormFields) -> Self {
        Self {
            embed: fields.text("embed").to_owned(),
            theme: fields.text("theme").to_owned(),
            return_to: fields.text(RETURN_FIELD).to_owned(),
            came_from: fields.text("from").to_owned(),
            in_site: fields.text(IN_SITE_FIELD).to_owned(),
        }
    }

    /// The place of a plain form of the site that was sent just now: on the page that the browser names, unless the form names one.
    /// Browsers name other sites no more than the site's address without a path, where its pages ask for no more.
    #[must_use]
    pub(super) fn of_plain_form(mut self, request: &HttpRequest, config: &Config) -> Self {
        "1".clone_into(&mut self.in_site);
        let named = request.headers().get(REFERER);
        let named = named.and_then(|page| page.to_str().ok());
        let page = named.and_then(|page| return_to::page_of_the_site(config, page));
        if let Some(page) = page.filter(|page| self.came_from.is_empty() && page.path() != "/") {
            self.came_from = page.into();
        }
        self
    }

    /// The kind of the form, for the counts.
    pub(super) fn kind(&self) -> FormKind {
        if self.in_site == "1" {
            FormKind::Element
        } else {
            FormKind::Form
        }
    }

    /// The place without pages of other sites: anybody can make a link to a form.
    #[must_use]
    pub(super) fn of_the_site(mut self, config: &Config) -> Self {
        for page in [&mut self.return_to, &mut self.came_from] {
            if return_to::page_of_the_site(config, page).is_none() {
                page.clear();
            }
        }
        self
    }

    /// True for our page by itself.
    pub(super) fn is_plain(&self) -> bool {
        let Self {
            embed,
            theme,
            return_to,
            came_from,
            in_site,
        } = self;
        [embed, theme, return_to, came_from, in_site]
            .iter()
            .all(|text| text.is_empty())
    }

    /// This path of ours with the place in its query.
    pub(super) fn at(&self, path: &str) -> String {
        let Self {
            embed,
            theme,
            return_to,
            came_from,
            in_site,
        } = self;
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("embed", embed),
            ("theme", theme),
            (RETURN_FIELD, return_to),
            ("from", came_from),
            (IN_SITE_FIELD, in_site),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        match query.finish().as_str() {
            "" => path.to_owned(),
            place => format!("{path}?{place}"),
        }
    }

    pub(super) fn is_embedded(&self) -> bool {
        self.embed == "1"
    }

    /// The page of the site that comes next, when the form names one.
    pub(super) fn next(&self, config: &Config) -> Option<String> {
        return_to::place(config, &self.return_to, "subscribed")
    }

    /// The post of the site that the reader came from.
    pub(super) fn back(&self, config: &Config) -> Option<String> {
        return_to::page_of_the_site(config, &self.came_from).map(Into::into)
    }

    /// The page of the site on which the form stood, where it says so.
    pub(super) fn stood_on(&self, config: &Config) -> Option<Url> {
        let pages = [&self.came_from, &self.return_to];
        let mut ours = pages
            .into_iter()
            .filter_map(|page| return_to::page_of_the_site(config, page));
        ours.next()
    }

    /// Lets the site show this page where its form already is, and the form lead back to it.
    pub(super) fn admit(&self, answer: &mut HttpResponse, config: &Config) {
        if self.is_embedded() {
            csp::let_frame(answer, config);
        } else if self.next(config).is_some() {
            csp::let_lead_back(answer, config);
        }
    }
}
