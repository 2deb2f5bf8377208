//! Notices: e-mails to the author of an answered or approved comment, once the author proved the address by a mailed link.

pub mod approval;
mod model;
pub mod notice;
pub mod proof;
mod queries;
pub mod subscription;

pub use model::{AddressProof, NoticeLinkError, NoticeSubscription};
