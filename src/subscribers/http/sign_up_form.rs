//! Reads a sign-up from the form or from JSON.

use super::field_errors::topics_named;
use crate::address::DisplayName;
use crate::app::App;
use crate::clock::HOUR;
use crate::i18n::{FieldError, Locale};
use crate::rate_limits::{Hit, Limit};
use crate::store;
use crate::subscribers::advertising::AdvertisingChoice;
use crate::subscribers::fields::{self, ReaderField};
use crate::subscribers::model::{DEFAULT_CADENCE, SignUp, Wishes};
use crate::topics::Topic;
use crate::web::{ClientIp, email_field};

/// A sign-up as it was typed, in the form or in JSON.
#[derive(Clone, Debug, Default)]
pub struct SignUpForm {
    /// The address.
    pub email: String,
    /// The name; may be empty.
    pub name: String,
    /// Slugs or names of topics; none means all.
    pub topics: Vec<String>,
    /// The word of a cadence; empty means the usual one.
    pub cadence: String,
    /// The word of a language; empty means that of the page.
    pub locale: String,
    /// The ticked boxes about advertising.
    pub advertising: AdvertisingChoice,
    /// The answers to the site's own fields, each a slug with what was typed.
    pub fields: Vec<(String, String)>,
}

impl SignUpForm {
    /// Reads the typed values. Returns an error for each wrong field.
    pub fn read(
        &self,
        offered: &[Topic],
        asked: &[ReaderField],
        page: Locale,
    ) -> Result<SignUp, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let email = noted(&mut wrong, "email", email_field::read(&self.email));
        let name = noted(
            &mut wrong,
            "name",
            DisplayName::parse(&self.name).map_err(|_| "subscribers-name-too-long"),
        );
        let cadence = noted(
            &mut wrong,
            "cadence",
            word_or(
                &self.cadence,
                DEFAULT_CADENCE,
                "subscribers-cadence-unknown",
            ),
        );
        let locale = noted(
            &mut wrong,
            "locale",
            word_or(&self.locale, page, "subscribers-locale-unknown"),
        );
        let topics = noted(&mut wrong, "topics", topics_named(offered, &self.topics));
        let fields = noted(&mut wrong, "fields", fields::wished(asked, &self.fields));
        match (email, name, cadence, locale, topics, fields) {
            (Some(email), Some(name), Some(cadence), Some(locale), Some(topics), Some(fields)) => {
                Ok(SignUp {
                    email,
                    wishes: Wishes {
                        name,
                        locale,
                        cadence,
                        topics,
                        fields,
                        advertising: self.advertising,
                    },
                })
            }
            _ => Err(wrong),
        }
    }
}

/// Look-ups of domains that one client may cause in an hour. Beyond them nothing is asked, and nobody is refused.
const LOOK_UPS: Limit = Limit {
    bucket: "domain-look-ups",
    most: 30,
    window: HOUR,
};

/// Refuses an address of a service for throw-away mail, and one whose domain takes no mail, where the owner wants that.
pub(super) async fn lasting(
    app: &App,
    ip: ClientIp,
    read: Result<SignUp, Vec<FieldError>>,
) -> store::Result<Result<SignUp, Vec<FieldError>>> {
    let wanted = match read {
        Ok(wanted) => wanted,
        Err(wrong) => return Ok(Err(wrong)),
    };
    let config = app.config();
    let addresses = &config.addresses;
    let key = if addresses.refuse_disposable && addresses.is_disposable(&wanted.email) {
        "subscribers-email-disposable"
    } else if addresses.check_mx && !takes_mail(app, ip, wanted.email.domain()).await? {
        "subscribers-email-no-mail"
    } else {
        return Ok(Ok(wanted));
    };
    Ok(Err(vec![FieldError {
        field: "email",
        key,
    }]))
}

/// False where the DNS says for sure that a domain takes no mail. It is asked outside of any transaction.
async fn takes_mail(app: &App, ip: ClientIp, domain: &str) -> store::Result<bool> {
    let domains = app.domain_check();
    if let Some(answer) = domains.known(domain) {
        return Ok(answer);
    }
    let mut tx = app.write().await?;
    let hit = LOOK_UPS.hit_client(&mut tx, ip.0, app.now()).await?;
    tx.commit().await?;
    Ok(hit != Hit::Within || domains.takes_mail(domain).await)
}

fn noted<T>(
    wrong: &mut Vec<FieldError>,
    field: &'static str,
    read: Result<T, &'static str>,
) -> Option<T> {
    read.map_err(|key| wrong.push(FieldError { field, key }))
        .ok()
}

fn word_or<T: std::str::FromStr>(
    word: &str,
    usual: T,
    problem: &'static str,
) -> Result<T, &'static str> {
    if word.is_empty() {
        return Ok(usual);
    }
    word.parse().map_err(|_| problem)
}
