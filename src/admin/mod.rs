//! Who looks after the site, and what they may do: no page of the panel opens, and nothing in it changes, without a session
//! that its account's role allows.

pub mod accounts;
mod admin_form;
mod admin_session;
pub mod audit;
mod browsers;
pub mod cookies;
pub mod guard;
mod new_password;
pub mod password;
mod permissions;
mod queries;
pub mod routes;
pub mod sessions;
pub mod setup;
mod sign_in;
mod slow;

pub use accounts::{Account, AccountId, Role, moderators};
pub use admin_form::AdminForm;
pub use admin_session::AdminSession;
pub use browsers::KnownBrowser;
pub use new_password::{ChangeError, change_password, prove_password};
pub use password::{Password, PasswordError, Passwords};
pub use permissions::Permission;
pub use setup::first_run_url;
pub use sign_in::{Attempt, SignInError, SignedIn, forgive_tries, sign_in};
