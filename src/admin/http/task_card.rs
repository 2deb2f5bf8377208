//! Cards of the panel's front page: what needs a hand. Each capability brings its own.

use futures_util::future::BoxFuture;

use crate::admin::permissions::Permission;
use crate::app::App;
use crate::store::Result;
use crate::web::PageContext;
use crate::web::request_limiter::RequestLimiter;

/// Something that needs a hand.
#[derive(Clone, Debug)]
pub struct TaskCard {
    /// True for a fault, false for work.
    pub is_fault: bool,
    /// What it is.
    pub title: String,
    /// The cause and what to do; empty where the title says all.
    pub text: String,
    /// The page where the work is done.
    pub link: &'static str,
}

/// What cards are made from.
#[derive(Debug)]
pub struct CardRequest<'a> {
    /// The running program.
    pub app: &'a App,
    /// The page that shows the cards.
    pub page: &'a PageContext,
    /// The limits of requests.
    pub limiter: &'a RequestLimiter,
}

/// Finds cards of one kind.
pub type FindCards = for<'a> fn(&'a CardRequest<'a>) -> BoxFuture<'a, Result<Vec<TaskCard>>>;

/// A kind of cards, for those who may do the work.
#[derive(Clone, Copy, Debug)]
pub struct CardSource {
    /// Who sees them.
    pub permission: Permission,
    /// Finds them.
    pub find: FindCards,
}
