//! Dates as feeds write them, in English and Korean.

mod parse;
mod zones;

pub(super) use parse::parse;

#[cfg(test)]
mod tests;
