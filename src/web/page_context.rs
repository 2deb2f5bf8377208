//! The context of a page: its language, the site's name, links, and the link to itself in the other language.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::header::ACCEPT_LANGUAGE;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::paths::settled;
use super::{WebError, assets};
use crate::clock::Timestamp;
use crate::config::{Config, LiveConfig};
use crate::i18n::{Locale, Phrase, Translator};

/// The language that the signed-in account chose. It takes precedence over the browser's.
#[derive(Clone, Copy, Debug)]
pub struct PreferredLocale(pub Locale);

/// The language of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageLanguage {
    /// The language.
    pub locale: Locale,
    /// True when the reader chose it by the address of the page.
    pub is_chosen: bool,
}

impl PageLanguage {
    /// The language for this request: chosen by hand, of the account, of the browser, or the site's.
    pub fn of(request: &HttpRequest, config: &Config) -> Self {
        let chosen = request
            .query_string()
            .split('&')
            .filter_map(|pair| pair.strip_prefix("lang=")?.parse().ok())
            .next_back();
        let preferred = || {
            let extensions = request.extensions();
            extensions.get().map(|PreferredLocale(locale)| *locale)
        };
        let wished = || {
            let header = request.headers().get(ACCEPT_LANGUAGE)?.to_str().ok()?;
            Locale::from_accept_language(header)
        };
        let locale = chosen
            .or_else(preferred)
            .or_else(wished)
            .unwrap_or(config.site.locale);
        Self {
            locale,
            is_chosen: chosen.is_some(),
        }
    }
}

/// The context of one page. Templates get phrases, links and assets from it.
#[derive(Clone, Debug)]
pub struct PageContext {
    translator: Translator,
    config: Arc<Config>,
    /// The path and query of this page, without `lang`.
    path: String,
    query: String,
    /// True when the reader chose the language, so that links keep it.
    chosen: bool,
}

impl PageContext {
    /// The context of the page that `request` asks for.
    pub fn of(request: &HttpRequest, config: &Arc<Config>) -> Self {
        let mut kept = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in url::form_urlencoded::parse(request.query_string().as_bytes()) {
            if name != "lang" {
                kept.append_pair(&name, &value);
            }
        }
        let language = PageLanguage::of(request, config);
        Self {
            translator: language.locale.translator(),
            config: Arc::clone(config),
            path: settled(request.path()),
            query: kept.finish(),
            chosen: language.is_chosen,
        }
    }

    /// The context in another language, for pages of a person whose language is known.
    #[must_use]
    pub fn in_locale(mut self, locale: Locale) -> Self {
        if !self.chosen {
            self.translator = locale.translator();
        }
        self
    }

    /// The context for the response to a POST: its language switch leads to `place`, the path and query of a GET.
    #[must_use]
    pub fn at(mut self, place: &str) -> Self {
        let (path, query) = place.split_once('?').unwrap_or((place, ""));
        path.clone_into(&mut self.path);
        query.clone_into(&mut self.query);
        self
    }

    /// The phrase of this key in the page's language.
    pub fn say<'a>(&self, key: &'a str) -> Phrase<'a> {
        self.translator.say(key)
    }

    /// The page's translator.
    pub fn translator(&self) -> Translator {
        self.translator
    }

    /// The page's language.
    pub fn locale(&self) -> Locale {
        self.translator.locale()
    }

    /// The language that the reader chose by hand, if they did.
    pub fn chosen(&self) -> Option<Locale> {
        self.chosen.then(|| self.locale())
    }

    /// The language as an HTML `lang` attribute.
    pub fn lang(&self) -> &'static str {
        self.translator.lang()
    }

    /// The language that the switch at the foot of the page offers.
    pub fn other_lang(&self) -> &'static str {
        self.locale().other().as_str()
    }

    /// This page in the other language.
    pub fn other_lang_url(&self) -> String {
        let separator = if self.query.is_empty() { "" } else { "&" };
        format!(
            "{}?{}{separator}lang={}",
            self.path,
            self.query,
            self.other_lang()
        )
    }

    /// A link to another page of ours that keeps a language chosen by hand.
    pub fn link(&self, path: &str) -> String {
        match (self.chosen, path.contains('?')) {
            (false, _) => path.to_owned(),
            (true, false) => format!("{path}?lang={}", self.lang()),
            (true, true) => format!("{path}&lang={}", self.lang()),
        }
    }

    /// A path as a whole address, for search engines and for sharing.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.config.server.base_url())
    }

    /// This page as a path with its query.
    pub fn here(&self) -> String {
        if self.query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, self.query)
        }
    }

    /// The path of this page.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The site's name.
    pub fn site_name(&self) -> &str {
        &self.config.site.name
    }

    /// The site's address; where it has none, the sign-up page.
    pub fn site_url(&self) -> &str {
        self.config.site.url.as_ref().map_or("/", url::Url::as_str)
    }

    /// The site's privacy notice, when it has one.
    pub fn privacy_url(&self) -> Option<&str> {
        self.config.site.privacy_url.as_ref().map(url::Url::as_str)
    }

    /// The law of the readers: `none`, `kr` or `eu`.
    pub fn law(&self) -> &'static str {
        self.config.site.compliance.as_str()
    }

    /// Days for which the record of consent keeps network addresses; 0 is without limit.
    pub fn consent_ip_days(&self) -> i64 {
        self.config.retention.consent_ips.into()
    }

    /// Days for which comments keep network addresses; 0 is without limit.
    pub fn comment_ip_days(&self) -> i64 {
        self.config.retention.comment_ips.into()
    }

    /// The path of a style sheet or picture.
    pub fn asset(&self, name: &str) -> String {
        assets::path(name)
    }

    /// A date in the page's language and the site's time zone.
    pub fn date(&self, moment: &Timestamp) -> String {
        self.translator.date(*moment, &self.config.site.time_zone)
    }

    /// A date with its time of day.
    pub fn date_time(&self, moment: &Timestamp) -> String {
        self.translator
            .date_time(*moment, &self.config.site.time_zone)
    }
}

impl FromRequest for PageContext {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let config = request.app_data::<Data<LiveConfig>>();
        ready(
            config
                .map(|config| Self::of(request, &config.current()))
                .ok_or_else(|| {
                    tracing::error!("the server was built without its configuration");
                    WebError::Internal
                }),
        )
    }
}
