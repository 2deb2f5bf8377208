//! Import of a list. Each subscriber gets a consent record with the list's source. A second import changes nothing, and no import
//! revives an address that left, bounced or was erased, here or where the list comes from.

mod address_cell;
mod arrivals;
mod columns;
mod decision;
mod error;
mod gone;
mod headings;
mod importer;
mod meaning;
mod members;
mod model;
mod people;
mod preview;
mod products;
mod queries;
mod reading;
mod row;
mod run;
mod speech;
mod standing;
mod states;
#[cfg(test)]
mod states_tests;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod vocabulary;
mod waiting;
mod words;

pub use error::ListImportError;
pub use headings::Field;
pub use importer::Importer;
pub use model::{ColumnName, ImportOptions, ImportReport, KeptAway};
pub use preview::{ListPreview, PreviewColumn};
pub use products::ListFormat;
pub use reading::ListBatch;
pub use run::{ListReader, import};
pub use standing::Standing;
pub use text::Encoding;
pub use waiting::WaitingPerson;
