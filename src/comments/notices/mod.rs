//! Notices: e-mails to the author of an answered or approved comment, and of each comment or once a day where the author chose that,
//! once the author proved the address by a mailed link.

pub mod approval;
pub mod daily;
pub mod followers;
pub mod forget;
mod model;
pub mod notice;
pub mod proof;
mod queries;
pub mod subscription;

pub use model::{
    AddressProof, NoticeChoice, NoticeLinkError, NoticePace, NoticeScope, NoticeSubscription,
};
