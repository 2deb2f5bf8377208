//! One row of a foreign list, read as strictly as a form: below this no address is a text.

use super::columns::Columns;
use crate::address::{DisplayName, EmailAddress};
use crate::i18n::Locale;
use crate::subscribers::Cadence;
use crate::subscribers::export::plain_cell;
use crate::subscribers::sign_up::USUAL_CADENCE;

/// A subscriber of the list.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) email: EmailAddress,
    pub(super) name: Option<DisplayName>,
    pub(super) topics: Vec<String>,
    pub(super) cadence: Cadence,
    pub(super) locale: Locale,
}

impl Row {
    /// The subscriber of this row; `None` when the row says that they are not subscribed.
    pub(super) fn read(
        columns: &Columns,
        record: &csv::ByteRecord,
        usual: Locale,
    ) -> Result<Option<Self>, String> {
        let cell = |column: Option<usize>| text(column.and_then(|column| record.get(column)));
        let state = cell(columns.state)?;
        if !is_subscribed(&state) {
            return Ok(None);
        }
        let email = cell(Some(columns.email))?;
        let name = cell(columns.name)?;
        Ok(Some(Self {
            email: email.parse().map_err(|error| match email.as_str() {
                "" => "it has no address".to_owned(),
                _ => format!("`{}`: {error}", email.escape_debug()),
            })?,
            name: DisplayName::parse(&name).map_err(|error| error.to_string())?,
            topics: topics(&cell(columns.topics)?),
            cadence: cadence(&cell(columns.cadence)?)?,
            locale: locale(&cell(columns.locale)?, usual)?,
        }))
    }
}

fn text(cell: Option<&[u8]>) -> Result<String, String> {
    let text = std::str::from_utf8(cell.unwrap_or_default()).map_err(|_| {
        "it is not UTF-8; convert the file first, for example with iconv -f CP949 -t UTF-8"
            .to_owned()
    })?;
    Ok(plain_cell(text).to_owned())
}

/// Lists are exported with those who left; they say so in words like these.
fn is_subscribed(state: &str) -> bool {
    let state = state.to_lowercase();
    let words = [
        "",
        "confirmed",
        "subscribed",
        "active",
        "enabled",
        "구독",
        "구독 중",
        "구독중",
    ];
    words.contains(&state.as_str())
}

fn topics(cell: &str) -> Vec<String> {
    let names = cell.split([';', '|', ',']).map(str::trim);
    names
        .filter(|name| !name.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

fn cadence(cell: &str) -> Result<Cadence, String> {
    let word = cell.to_lowercase().replace([' ', '-'], "_");
    match word.as_str() {
        "" => Ok(USUAL_CADENCE),
        "instant" | "immediate" | "immediately" | "새_글마다" | "즉시" => {
            Ok(Cadence::EachPost)
        }
        "매일" => Ok(Cadence::Daily),
        "매주" => Ok(Cadence::Weekly),
        "매월" | "매달" => Ok(Cadence::Monthly),
        word => word.parse().map_err(|error| format!("the cadence {error}")),
    }
}

/// `ko`, `ko-KR` and `en_US` name a language of ours; nothing names the site's.
fn locale(cell: &str, usual: Locale) -> Result<Locale, String> {
    let cell = cell.to_lowercase();
    match cell.split(['-', '_']).next().unwrap_or_default() {
        "" => Ok(usual),
        "한국어" | "korean" => Ok(Locale::Ko),
        "영어" | "english" => Ok(Locale::En),
        word => word
            .parse()
            .map_err(|error| format!("the language {error}")),
    }
}
