//! A site under test: a server on a free port over a database of its own, with a clock that stands and mail in memory.

pub mod authenticator;
pub mod big_site;
pub mod bounces;
pub mod built_phrases;
pub mod campaigns;
pub mod certificates;
pub mod cut_wire;
pub mod doctor;
pub mod feed_server;
pub mod feeds;
mod http;
pub mod mails;
pub mod name_server;
mod newsletter;
pub mod outbox;
pub mod parsed_feeds;
mod postgres;
pub mod program;
pub mod readers;
pub mod relay;
pub mod scripted_relay;
pub mod signatures;
mod site;
pub mod smtp;
pub mod source;
pub mod statements;
mod talk;
pub mod waiting;

pub use http::{Reply, encode};
pub use newsletter::Reader;
pub use site::{Letter, PASSWORD, Site};
pub use talk::{PAGE, Remark, thread_path};

/// Runs each story on both engines, as `name::sqlite` and `name::postgres`.
///
/// ```ignore
/// stories! {
///     async fn a_page_that_is_not_there_says_so(site: Site) { … }
/// }
/// ```
#[macro_export]
macro_rules! stories {
    ($($(#[doc = $doc:literal])* async fn $name:ident($site:ident: Site) $body:block)+) => {$(
        $(#[doc = $doc])*
        async fn $name($site: &mut $crate::support::Site) $body

        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$name(&mut $crate::support::Site::on_sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(mut site) = $crate::support::Site::on_postgres().await {
                    super::$name(&mut site).await;
                }
            }
        }
    )+};
}
