//! Reads one row of a list, as strictly as a form.

use std::net::IpAddr;

use csv::ByteRecord;

use super::address_cell::address;
use super::columns::Columns;
use super::headings::plain;
use super::meaning::{is_blank, truth};
use super::standing::Standing;
use crate::address::{DisplayName, EmailAddress};
use crate::clock::{Timestamp, Zone};
use crate::i18n::Locale;
use crate::invisible::strip_invisible;
use crate::subscribers::export::plain_cell;
use crate::subscribers::fields::{FieldId, FieldKind, ReaderField};
use crate::subscribers::model::{Cadence, DEFAULT_CADENCE};
use crate::subscribers::tags;

/// Characters of the longest moment that is kept as the list writes it.
const LONGEST_MOMENT: usize = 40;

/// The content of a row.
#[derive(Debug)]
pub(super) enum ListRow {
    /// A person.
    Person(Box<Person>),
    /// A person who gets no mail there, with an invalid address. Nothing is stored.
    Nobody(Standing),
}

/// A person of the list.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) email: EmailAddress,
    pub(super) name: Option<DisplayName>,
    pub(super) topics: Vec<String>,
    pub(super) cadence: Cadence,
    pub(super) locale: Locale,
    pub(super) standing: Standing,
    /// When the list says that the subscription ended.
    pub(super) ended_at: Option<Timestamp>,
    /// When they agreed and confirmed, as the list writes it.
    pub(super) opted_in_at: Option<String>,
    pub(super) confirmed_at: Option<String>,
    pub(super) ip: Option<IpAddr>,
    /// Values of the site's own fields.
    pub(super) fields: Vec<(FieldId, String)>,
    pub(super) tags: Vec<String>,
    /// A sentence for each value that cannot be read. The row counts without it.
    pub(super) left_out: Vec<String>,
}

/// Defaults for cells that are empty.
#[derive(Clone, Debug)]
pub(super) struct Usual {
    pub(super) locale: Locale,
    pub(super) zone: Zone,
}

impl ListRow {
    /// Reads a row. The error is a sentence for the owner.
    pub(super) fn read(
        columns: &Columns,
        record: &ByteRecord,
        usual: &Usual,
    ) -> Result<Self, String> {
        let cell = |column: Option<usize>| text(column.and_then(|column| record.get(column)));
        let (standing, ended_at) = standing(columns, record, &usual.zone)?;
        let typed = cell(Some(columns.email))?;
        let (beside, email) = address(typed);
        if email.is_err() && standing != Standing::Subscribed {
            return Ok(Self::Nobody(standing));
        }
        let email = email.map_err(|error| match typed {
            "" => "it has no address".to_owned(),
            _ => format!("`{}`: {error}", typed.escape_debug()),
        })?;
        if standing == Standing::Subscribed && !email.is_public() {
            let typed = typed.escape_debug();
            return Err(format!(
                "`{typed}`: the domain has no dot, so no public mail arrives; write one like name@example.org"
            ));
        }
        let name = || {
            let names = [
                cell(columns.name)?,
                cell(columns.first_name)?,
                cell(columns.last_name)?,
            ];
            let name = DisplayName::parse(&whole_name(names, beside.as_deref()));
            name.map_err(|error| error.to_string())
        };
        let moment = |column| cell(column).map(moment);
        let mut left_out = Vec::new();
        let person = match standing {
            Standing::Subscribed => Person {
                name: name()?,
                topics: names_in(cell(columns.topics)?),
                cadence: cadence(cell(columns.cadence)?)?,
                locale: locale(cell(columns.locale)?, usual.locale),
                opted_in_at: moment(columns.opted_in_at)?,
                confirmed_at: moment(columns.confirmed_at)?,
                ip: ip(columns, record),
                fields: own_values(columns, record, &mut left_out),
                tags: tags_of(columns, record, &mut left_out),
                left_out,
                email,
                standing,
                ended_at,
            },
            // Nothing else is kept of them, so a broken name does not matter either.
            _ => Person {
                name: None,
                topics: Vec::new(),
                cadence: DEFAULT_CADENCE,
                locale: usual.locale,
                opted_in_at: None,
                confirmed_at: None,
                ip: None,
                fields: Vec::new(),
                tags: Vec::new(),
                left_out,
                email,
                standing,
                ended_at,
            },
        };
        Ok(Self::Person(Box::new(person)))
    }
}

pub(super) fn text(cell: Option<&[u8]>) -> Result<&str, String> {
    let text = std::str::from_utf8(cell.unwrap_or_default()).map_err(|_| {
        "it holds a broken letter; write it again in the program that the list comes from, and save the file as UTF-8"
            .to_owned()
    })?;
    Ok(plain_cell(text))
}

/// The worst standing of the state columns, and the newest end.
pub(super) fn standing(
    columns: &Columns,
    record: &ByteRecord,
    zone: &Zone,
) -> Result<(Standing, Option<Timestamp>), String> {
    let (mut worst, mut newest) = (Standing::Subscribed, None);
    for column in &columns.states {
        let cell = text(record.get(column.at))?;
        let standing = column.read(cell);
        worst = worst.max(standing);
        if standing > Standing::Unconfirmed {
            newest = newest.max(moment_of(cell, zone));
        }
    }
    Ok((worst, newest))
}

/// A moment in RFC 3339, or one without a zone, which is then the site's.
fn moment_of(cell: &str, zone: &Zone) -> Option<Timestamp> {
    if let Ok(moment) = cell.trim().parse() {
        return Some(moment);
    }
    let local: jiff::civil::DateTime = cell.trim().parse().ok()?;
    let moment = local.to_zoned_datetime(zone.rules().clone()).ok()?;
    Some(Timestamp::from_unix(moment.timestamp().as_second()))
}

/// A whole name, or its two parts in the order of their language; else the one beside the address.
fn whole_name([name, first, last]: [&str; 3], beside: Option<&str>) -> String {
    let is_hangul = |part: &str| {
        !part.is_empty() && part.chars().all(|c| ('\u{ac00}'..='\u{d7a3}').contains(&c))
    };
    match (name.trim(), first.trim(), last.trim()) {
        ("", "", "") => beside.unwrap_or_default().to_owned(),
        ("", first, last) if is_hangul(first) && is_hangul(last) => format!("{last}{first}"),
        ("", first, last) => format!("{first} {last}"),
        (name, _, _) => name.to_owned(),
    }
}

/// Names between delimiters; in quotation marks as Mailchimp writes tags, or in JSON as Buttondown does.
fn names_in(cell: &str) -> Vec<String> {
    if let Ok(names) = serde_json::from_str::<Vec<String>>(cell) {
        return names
            .into_iter()
            .filter(|name| !name.trim().is_empty())
            .collect();
    }
    let names = cell.split([';', '|', ',']);
    let names = names.map(|name| {
        strip_invisible(name)
            .trim()
            .trim_matches('"')
            .trim()
            .to_owned()
    });
    names.filter(|name| !name.is_empty()).collect()
}

/// The values of the site's own fields. One that its field does not take is left out: the person agreed all the same.
fn own_values(
    columns: &Columns,
    record: &ByteRecord,
    left_out: &mut Vec<String>,
) -> Vec<(FieldId, String)> {
    let mut values = Vec::new();
    for (field, at) in &columns.own {
        match text(record.get(*at)).and_then(|cell| own_value(field, cell)) {
            Ok(value) => values.extend(value.map(|value| (field.id, value))),
            Err(why) => left_out.push(without(&format!("field.{}", field.slug), &why)),
        }
    }
    values
}

/// The stored form of a cell: yes and no as spreadsheets write them, everything else as on a form.
fn own_value(field: &ReaderField, cell: &str) -> Result<Option<String>, String> {
    let typed = match field.kind {
        FieldKind::Text => cell,
        _ if is_blank(cell) => return Ok(None),
        FieldKind::YesNo => match truth(&plain(cell)) {
            Some(true) => "yes",
            Some(false) => "no",
            None => cell,
        },
        FieldKind::Number | FieldKind::Date | FieldKind::Choice => cell,
    };
    field.read(typed).map_err(said)
}

fn tags_of(columns: &Columns, record: &ByteRecord, left_out: &mut Vec<String>) -> Vec<String> {
    let Some(at) = columns.tags else {
        return Vec::new();
    };
    let names = text(record.get(at)).map(names_in);
    let tags = names.and_then(|names| tags::words(names.iter().map(String::as_str)).map_err(said));
    tags.unwrap_or_else(|why| {
        left_out.push(without("tags", &why));
        Vec::new()
    })
}

/// A phrase of a form, for the report.
fn said(key: &'static str) -> String {
    Locale::En.translator().say(key).to_string()
}

/// The sentence about a value that is left out. It does not quote the value, which an erasure could not find.
fn without(value: &str, why: &str) -> String {
    format!("{value} is left out of this row, and the row is imported without it: {why}")
}

fn cadence(cell: &str) -> Result<Cadence, String> {
    let word = cell.trim().to_lowercase().replace([' ', '-'], "_");
    match word.as_str() {
        "" => Ok(DEFAULT_CADENCE),
        "instant" | "immediate" | "immediately" | "새_글마다" | "즉시" => {
            Ok(Cadence::EachPost)
        }
        "매일" => Ok(Cadence::Daily),
        "매주" => Ok(Cadence::Weekly),
        "매월" | "매달" => Ok(Cadence::Monthly),
        word => word.parse().map_err(|error| format!("the cadence {error}")),
    }
}

/// The locale of `ko`, `ko-KR` or `en_US`; another language becomes the site's.
fn locale(cell: &str, usual: Locale) -> Locale {
    let cell = cell.trim().to_lowercase();
    match cell.split(['-', '_']).next().unwrap_or_default() {
        "한국어" | "korean" => Locale::Ko,
        "영어" | "english" => Locale::En,
        word => word.parse().unwrap_or(usual),
    }
}

fn moment(cell: &str) -> Option<String> {
    if is_blank(cell) {
        return None;
    }
    Some(strip_invisible(cell).chars().take(LONGEST_MOMENT).collect())
}

/// The first address that can be read: it is kept as long as a proof needs it, so nothing else may stand there.
fn ip(columns: &Columns, record: &ByteRecord) -> Option<IpAddr> {
    let mut cells = columns.ips.iter().filter_map(|at| record.get(*at));
    cells.find_map(|cell| std::str::from_utf8(cell).ok()?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_whole() {
        assert_eq!(whole_name(["", "Minji", "Kim"], None), "Minji Kim");
        assert_eq!(whole_name(["", "민지", "김"], None), "김민지");
        assert_eq!(whole_name(["Jun Park", "Jun", "Park"], None), "Jun Park");
        assert_eq!(whole_name(["", "", ""], Some("Kim")), "Kim");
    }

    #[test]
    fn topics_are_written_in_many_ways() {
        assert_eq!(names_in("\"VIP\",\"AI\""), ["VIP", "AI"]);
        assert_eq!(names_in("[\"VIP\", \"AI\"]"), ["VIP", "AI"]);
        assert_eq!(names_in("정책; 연구"), ["정책", "연구"]);
        assert!(names_in("[]").is_empty() && names_in("").is_empty());
    }

    #[test]
    fn an_end_has_its_moment_where_the_list_tells_it() {
        let zone: Zone = "Asia/Seoul".parse().unwrap();
        let at = |cell| moment_of(cell, &zone).map(Timestamp::unix);
        assert_eq!(at("1970-01-02T00:00:00Z"), Some(86_400));
        assert_eq!(at("1970-01-02 09:00:00"), Some(86_400));
        assert_eq!(at("1970-01-02"), Some(86_400 - 9 * 3_600));
        assert_eq!(at("true"), None);
    }
}
