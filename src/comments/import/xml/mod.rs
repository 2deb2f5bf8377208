//! XML files that may be broken, read by the marks of their records: one broken record never costs the others. Decision 0082 says why.
//!
//! [`window`] holds the part of the file that is looked at, [`records`] finds records in it, [`fields`] reads their texts.

pub(super) mod fields;
pub(super) mod records;
pub(super) mod window;
