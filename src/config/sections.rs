//! The sections of the configuration. Each field is an option; `Default` has its default.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::Url;

use super::attack_rule::AttackRule;
use super::bind::Bind;
use super::compliance::Compliance;
use super::error::ConfigError;
use super::network::{Network, list};
use super::web_address;
use super::webhook_secret::WebhookSecret;
use crate::address::{DisplayName, EmailAddress};
use crate::clock::Zone;
use crate::i18n::Locale;

/// How Gudok is reached over HTTP.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerConfig {
    /// The address to listen on: `127.0.0.1:8080`, `localhost:8080`, `:8080` or `unix:/run/gudok/gudok.sock`.
    pub bind: Bind,
    /// The address that readers see; links in mails begin with it. Without it: `http://` and `server.bind`.
    #[serde(deserialize_with = "web_address::optional")]
    pub public_url: Option<Url>,
    /// Proxies whose `X-Forwarded-For` is trusted: addresses and networks.
    #[serde(deserialize_with = "list")]
    pub trusted_proxies: Vec<Network>,
    /// Sites that may embed the forms and call the JSON API from a browser.
    #[serde(deserialize_with = "web_address::several")]
    pub allowed_origins: Vec<Url>,
    /// Megabytes of memory for rendered pages. With 0 each page is rendered anew.
    pub page_cache: u32,
    /// Megabytes of the largest file that the panel takes for an import. A list of a million lines has about 100.
    pub largest_upload: u32,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            bind: Bind::default(),
            public_url: None,
            trusted_proxies: Vec::new(),
            allowed_origins: Vec::new(),
            page_cache: 16,
            largest_upload: 256,
        }
    }
}

impl ServerConfig {
    /// The address that readers see, without a slash at its end.
    pub fn base_url(&self) -> String {
        match &self.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            // A socket without `public_url` is refused by `check`.
            None => self
                .bind
                .local_url()
                .unwrap_or_else(|| "http://localhost".into()),
        }
    }

    /// True when readers come over HTTPS, so that cookies are marked Secure.
    pub fn is_https(&self) -> bool {
        self.public_url
            .as_ref()
            .is_some_and(|url| url.scheme() == "https")
    }

    /// Bytes of memory for rendered pages.
    pub fn page_cache_bytes(&self) -> u64 {
        u64::from(self.page_cache) * 1024 * 1024
    }

    /// Bytes of the largest file that the panel takes.
    pub fn largest_upload_bytes(&self) -> u64 {
        u64::from(self.largest_upload) * 1024 * 1024
    }

    /// Returns whether the `X-Forwarded-For` of this address is trusted.
    pub fn trusts(&self, address: std::net::IpAddr) -> bool {
        self.trusted_proxies
            .iter()
            .any(|network| network.contains(address))
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let Some(url) = &self.public_url else {
            return match self.bind {
                Bind::Unix(_) => Err(ConfigError::Wrong(
                    "server.bind is a Unix socket, and links in mails need an address: set server.public_url, such as https://letters.example.org".into(),
                )),
                Bind::Tcp { .. } => Ok(()),
            };
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(ConfigError::Wrong(
                "server.public_url has a user name or a password in it, and it stands in every mail; write https://letters.example.org".into(),
            ));
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(ConfigError::Wrong(format!(
                "server.public_url is {url}, and Gudok cannot live below a path of another site; give it a host name of its own, \
                 such as https://letters.{}, and point that name at the proxy",
                url.host_str().unwrap_or("example.org")
            )));
        }
        Ok(())
    }
}

/// The site and the sender of its mails.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteConfig {
    /// The name at the head of pages and mails.
    pub name: String,
    /// The address of the site with the posts. Once it is set, only its pages and those of `server.allowed_origins` have comments.
    #[serde(deserialize_with = "web_address::optional")]
    pub url: Option<Url>,
    /// The language of readers who do not choose one: `ko` or `en`.
    pub locale: Locale,
    /// The time zone of local hours.
    pub time_zone: Zone,
    /// The sender of every mail: `Name <mail@example.org>`.
    pub sender: SenderMailbox,
    /// The postal address at the foot of mails.
    pub postal_address: Option<String>,
    /// The contact of the owner.
    pub contact: Option<String>,
    /// The address for replies.
    pub reply_to: Option<SenderMailbox>,
    /// The site's privacy notice, linked beside each form.
    #[serde(deserialize_with = "web_address::optional")]
    pub privacy_url: Option<Url>,
    /// The law of the readers. `docs/compliance.md` says what is done for it.
    pub compliance: Compliance,
}

impl Default for SiteConfig {
    fn default() -> Self {
        Self {
            name: "Gudok".into(),
            url: None,
            locale: Locale::Ko,
            time_zone: "Asia/Seoul"
                .parse()
                .unwrap_or_else(|_| unreachable!("jiff carries the zones")),
            sender: SenderMailbox::default(),
            postal_address: None,
            contact: None,
            reply_to: None,
            privacy_url: None,
            compliance: Compliance::None,
        }
    }
}

impl SiteConfig {
    /// What stands in every mail is seven bits, or only relays with SMTPUTF8 (RFC 6531) would take any.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        if self.name.chars().any(char::is_control) {
            return Err(ConfigError::Wrong(format!("site.name {ONE_LINE}")));
        }
        let reply_to = self.reply_to.as_ref();
        for (option, sender) in [("sender", Some(&self.sender)), ("reply_to", reply_to)] {
            if let Some(sender) = sender.filter(|sender| !sender.address.as_str().is_ascii()) {
                return Err(ConfigError::Wrong(format!(
                    "site.{option} is {}; many mail servers refuse such an address, write one with Latin letters before the @",
                    sender.address
                )));
            }
        }
        Ok(())
    }
}

/// The message for a value that would end a header's line (RFC 5322, section 2.2).
const ONE_LINE: &str = "has a line break or another control character in it; write it in one line";

/// A mailbox as RFC 5322 writes it: `Name <mail@example.org>` or the bare address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenderMailbox {
    /// The name shown, when there is one.
    pub name: Option<DisplayName>,
    /// The address.
    pub address: EmailAddress,
}

impl Default for SenderMailbox {
    fn default() -> Self {
        let address = "gudok@localhost".parse();
        Self {
            name: None,
            address: address.unwrap_or_else(|_| unreachable!("it is well-formed")),
        }
    }
}

impl std::str::FromStr for SenderMailbox {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.chars().any(char::is_control) {
            return Err(ONE_LINE.into());
        }
        let wrong = || format!("`{text}` is no sender; write `Name <mail@example.org>`");
        // A name may stand unquoted here even where RFC 5322 wants quotes; the message builder quotes it.
        let (name, address) = match text
            .trim()
            .strip_suffix('>')
            .and_then(|rest| rest.rsplit_once('<'))
        {
            Some((name, address)) => (name.trim().trim_matches('"'), address),
            None => ("", text.trim()),
        };
        let address = address.parse().map_err(|_| wrong())?;
        let name = DisplayName::parse(name).map_err(|_| wrong())?;
        Ok(Self { name, address })
    }
}

impl std::fmt::Display for SenderMailbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} <{}>", self.address),
            None => write!(f, "{}", self.address),
        }
    }
}

impl Serialize for SenderMailbox {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SenderMailbox {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// The database.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseConfig {
    /// `sqlite:FILE` or `postgres://user:password@host/database`.
    pub url: String,
    /// The most connections of one process to PostgreSQL.
    pub connections: u32,
}

impl Default for DatabaseConfig {
    fn default() -> Self {
        Self {
            url: "sqlite:gudok.db".into(),
            connections: 20,
        }
    }
}

impl DatabaseConfig {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        if self.connections < LEAST_CONNECTIONS {
            return Err(ConfigError::Wrong(format!(
                "database.connections is {}: write {LEAST_CONNECTIONS} or more",
                self.connections
            )));
        }
        Ok(())
    }
}

/// Background work holds several connections at once, and requests need some beside it.
const LEAST_CONNECTIONS: u32 = 4;

/// Calls of mail services about bounces and complaints, and of the site about new pages. A mail service without its option is answered 404.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HooksConfig {
    /// The ARN of the SNS topic on which Amazon SES reports.
    pub ses_topic: Option<String>,
    /// The password in Postmark's webhook URL.
    #[serde(serialize_with = "hidden")]
    pub postmark_password: Option<SecretString>,
    /// The public key that `SendGrid` shows for its signed event webhook.
    pub sendgrid_key: Option<String>,
    /// The webhook signing key that Mailgun shows.
    #[serde(serialize_with = "hidden")]
    pub mailgun_key: Option<SecretString>,
    /// The secret with which the site signs `POST /hooks/publish`, such as `whsec_…`. Without it Gudok makes one and keeps it in the database.
    #[serde(serialize_with = "hidden")]
    pub publish_secret: Option<WebhookSecret>,
}

impl HooksConfig {
    /// An empty key would let anybody in, and what is no topic and no key only looks like one that works.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let text = |secret: &Option<SecretString>| {
            let secret = secret.as_ref().map(ExposeSecret::expose_secret);
            secret.map(str::to_owned)
        };
        let options = [
            ("hooks.postmark_password", text(&self.postmark_password)),
            ("hooks.mailgun_key", text(&self.mailgun_key)),
            ("hooks.ses_topic", self.ses_topic.clone()),
            ("hooks.sendgrid_key", self.sendgrid_key.clone()),
        ];
        for (name, value) in options {
            if value.is_some_and(|value| value.trim().is_empty()) {
                return Err(ConfigError::Wrong(format!(
                    "{name} is empty, and anybody could report bounces: write what the service shows, or leave it out"
                )));
            }
        }
        if let Some(topic) = &self.ses_topic
            && !topic.starts_with("arn:aws")
        {
            return Err(ConfigError::Wrong(format!(
                "hooks.ses_topic is {topic}: write the topic's ARN, arn:aws:sns:region:account:name"
            )));
        }
        let is_key = |key: &String| STANDARD.decode(key.trim()).is_ok_and(|key| key.len() > 64);
        if self.sendgrid_key.as_ref().is_some_and(|key| !is_key(key)) {
            return Err(ConfigError::Wrong(
                "hooks.sendgrid_key is no public key: write the verification key of the signed event webhook, as SendGrid shows it".into(),
            ));
        }
        Ok(())
    }
}

/// Secrets.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SecurityConfig {
    /// The secret that signs links, at least 32 characters. Without it Gudok makes one and keeps it in the database.
    #[serde(serialize_with = "hidden")]
    pub secret: Option<SecretString>,
}

impl SecurityConfig {
    /// Characters of a secret that nobody guesses.
    const SHORTEST: usize = 32;

    /// Who guesses the secret can leave, read and change for every reader.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let secret = self.secret.as_ref();
        let length = secret.map(|secret| secret.expose_secret().chars().count());
        match length.filter(|length| *length < Self::SHORTEST) {
            Some(length) => Err(ConfigError::Wrong(format!(
                "security.secret has {length} characters and could be guessed; `openssl rand -hex 32` makes a good one, \
                 and without the option Gudok makes one and keeps it in the database"
            ))),
            None => Ok(()),
        }
    }
}

#[expect(clippy::ref_option, reason = "serde hands the field over by reference")]
pub(super) fn hidden<T, S: Serializer>(secret: &Option<T>, to: S) -> Result<S::Ok, S::Error> {
    match secret {
        Some(_) => to.serialize_some("…"),
        None => to.serialize_none(),
    }
}

/// Comments.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option")]
pub struct CommentsConfig {
    /// The comments that wait for a moderator.
    pub moderation: CommentModeration,
    /// `true` reads the title of a page that no feed knows from the page itself.
    pub page_titles: bool,
    /// `true` lets readers vote on comments and sort by votes.
    pub votes: bool,
    /// `true` shows the first letter of each author's name on a colour, as an avatar.
    pub avatars: bool,
    /// `true` takes the site's word about its own users, signed with the publish secret.
    pub site_users: bool,
    /// `true` asks each author for an e-mail address; `false` lets them leave it out.
    pub require_email: bool,
    /// `true` shows a field for the author's website.
    pub url_field: bool,
    /// Words for which a comment waits for a moderator.
    #[serde(deserialize_with = "list")]
    pub held_words: Vec<String>,
    /// Words for which a comment is spam.
    #[serde(deserialize_with = "list")]
    pub spam_words: Vec<String>,
    /// The most links of a comment that does not wait for a moderator.
    pub most_links: usize,
    /// Days after which a post takes no more comments; 0 closes none.
    pub close_after_days: u32,
    /// Reports by readers that hold a public comment; 0 offers no reports.
    pub flag_threshold: usize,
    /// When every author is asked for a proof of work. It wins over the choice in the panel.
    pub attack_mode: Option<AttackRule>,
}

impl Default for CommentsConfig {
    fn default() -> Self {
        Self {
            moderation: CommentModeration::default(),
            page_titles: true,
            votes: true,
            avatars: true,
            site_users: false,
            require_email: true,
            url_field: true,
            held_words: Vec::new(),
            spam_words: Vec::new(),
            most_links: 2,
            close_after_days: 0,
            flag_threshold: 3,
            attack_mode: None,
        }
    }
}

/// The comments that wait for a moderator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", expecting = "\"all\", \"first\" or \"none\"")]
pub enum CommentModeration {
    /// Every comment.
    #[default]
    All,
    /// The first of each author, until one is approved.
    First,
    /// Only suspicious ones.
    None,
}

/// Feeds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FeedsConfig {
    /// `true` allows feeds on this machine and in private networks.
    pub allow_private: bool,
}
