//! `/admin/start`: the way from a new installation to the first confirmed reader. What is done is read from the site itself, so a step that
//! was done elsewhere is done here too, and each can be left and taken up again.

mod cards;
mod page;
mod presets;
mod steps;
mod test_mail;

pub(super) use cards::CARDS;
pub(super) use page::routes;
