//! Users of the site: its server signs who is signed in there, and their comments bear the site's mark.

mod model;
mod queries;
pub mod sign_in;

pub use model::{SignInError, SignedUser};
