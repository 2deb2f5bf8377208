//! The configuration: one struct a section, read from a TOML file and the environment.

mod addresses;
mod akismet;
mod attack_rule;
mod backups;
mod bind;
mod compliance;
mod dkim;
mod doctor;
mod domain;
mod error;
mod given;
mod live;
mod load;
mod mail;
mod mail_url;
mod mistakes;
mod network;
mod prerequisites;
mod relay_account;
mod retention;
mod sections;
mod subscribers;
mod web_address;
mod webhook_secret;

pub use addresses::{AddressesConfig, DomainFile};
pub use akismet::AkismetConfig;
pub use attack_rule::AttackRule;
pub use backups::BackupsConfig;
pub use bind::Bind;
pub use compliance::Compliance;
pub use dkim::{DkimConfig, DkimKey, DkimKeyKind, is_selector};
pub use doctor::DoctorConfig;
pub use error::ConfigError;
pub use given::{Given, Place};
pub use live::LiveConfig;
pub use load::{Config, REFERENCE};
pub use mail::{DomainOptions, LONGEST_BOUNCE_MAILBOX, MailConfig, RateLimit, RelayOptions};
pub use mail_url::{MailUrl, TlsMode};
pub(crate) use mistakes::read_value;
pub use network::Network;
pub use relay_account::{RelayAccount, RelaySecret};
pub use retention::{LEAST_DAYS_OF_MAILS, RetentionConfig, kept_since};
pub use sections::{
    CommentModeration, CommentsConfig, DatabaseConfig, FeedsConfig, HooksConfig, SecurityConfig,
    SenderMailbox, ServerConfig, SiteConfig,
};
pub use subscribers::{SubscribersConfig, TellOwners};
pub(crate) use web_address::{optional as optional_web_address, several as web_addresses};
pub use webhook_secret::WebhookSecret;
