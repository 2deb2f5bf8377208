//! Who looks after the site, and what they may do: no page of the panel opens, and nothing in it changes, without a session
//! that its account's role allows.

pub mod accounts;
pub mod audit;
mod browsers;
pub mod cookies;
mod desk;
pub mod guard;
mod new_password;
pub mod password;
mod queries;
pub mod routes;
pub mod sessions;
pub mod setup;
mod sign_in;
mod slow;

pub use accounts::{Account, AccountId, Role, moderators};
pub use browsers::KnownBrowser;
pub use desk::{Desk, Room};
pub use new_password::{ChangeError, change_password, prove_password};
pub use password::{Password, PasswordError, Passwords};
pub use setup::first_run_url;
pub use sign_in::{Attempt, SignInError, SignedIn, forgive_tries, sign_in};
