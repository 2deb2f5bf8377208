//! The accounts of the panel and what they may do: no page of the panel opens, and nothing in it changes, without a session whose
//! role holds the permission.

pub mod account_links;
pub mod accounts;
pub mod audit;
mod browsers;
mod emails;
pub mod http;
mod invitation;
mod model;
pub mod networks;
mod new_password;
mod notices;
pub mod password;
mod password_reset;
mod permissions;
mod queries;
mod scopes;
pub mod second_factor;
mod second_step;
mod session_start;
pub mod sessions;
pub mod setup;
mod sign_in;
mod slow;
pub mod tokens;
pub mod user_agent;

pub use accounts::moderators;
pub use browsers::KnownBrowser;
pub use http::{AdminForm, AdminFormWithFile, AdminSession, Bearer, bearer, why_not};
pub use invitation::{InviteError, invite, invite_again};
pub use model::{
    Account, AccountId, AuditEntry, AuditFilter, AuditId, AuditedValues, Client, NewAccount,
    OpenSession, Role, SessionAccount,
};
pub use new_password::{ChangeError, change_password, prove_password};
pub use password::{Password, PasswordError, Passwords};
pub use password_reset::PASSWORD_LINK;
pub use permissions::Permission;
pub use session_start::{SignedIn, Visitor};
pub use setup::first_run_url;
pub use sign_in::{Attempt, FirstStep, SignInError, forgive_tries, sign_in};
