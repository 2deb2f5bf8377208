//! The accounts of the panel and what they may do: no page of the panel opens, and nothing in it changes, without a session whose
//! role holds the permission.

pub mod accounts;
pub mod audit;
mod browsers;
pub mod http;
mod model;
mod new_password;
pub mod password;
mod permissions;
mod queries;
pub mod sessions;
pub mod setup;
mod sign_in;
mod slow;

pub use accounts::moderators;
pub use browsers::KnownBrowser;
pub use http::{AdminForm, AdminSession, why_not};
pub use model::{
    Account, AccountId, AuditEntry, AuditedValues, Client, NewAccount, OpenSession, Role,
    SessionAccount,
};
pub use new_password::{ChangeError, change_password, prove_password};
pub use password::{Password, PasswordError, Passwords};
pub use permissions::Permission;
pub use setup::first_run_url;
pub use sign_in::{Attempt, SignInError, SignedIn, forgive_tries, sign_in};
