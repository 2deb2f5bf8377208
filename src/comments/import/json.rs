//! Records of JSON files, one at a time: a file is never in memory as a whole.

use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::report::BadRecord;
use super::taking::ReadEnd;

/// A record as the file has it.
pub(super) type Object = Map<String, Value>;

/// Takes a record of a list of this name.
type Each<'a> = dyn FnMut(&str, Object) -> Result<(), ReadEnd> + 'a;

/// Gives `each` the records of the lists with these names, wherever they stand, and those of a list without a name as `""`. Where the
/// file is no JSON from some place on, what stands before that place was read.
pub(super) fn records(file: impl Read, lists: &[&str], each: &mut Each<'_>) -> Result<(), ReadEnd> {
    let mut end = None;
    let mut json = serde_json::Deserializer::from_reader(std::io::BufReader::new(file));
    let walk = Walk {
        name: "",
        lists,
        each,
        end: &mut end,
    };
    let walked = walk.deserialize(&mut json);
    if let Some(end) = end {
        return Err(end);
    }
    walked.map_err(broken)?;
    json.end().map_err(|error| {
        if error.is_io() {
            return broken(error);
        }
        ReadEnd::Broken(format!(
            "its JSON ends before line {} column {}, and more stands behind it: import that as a file of its own",
            error.line(),
            error.column()
        ))
    })
}

fn broken(error: serde_json::Error) -> ReadEnd {
    if error.is_io() {
        std::io::Error::from(error).into()
    } else {
        ReadEnd::Broken(format!("it is no JSON: {error}"))
    }
}

struct Walk<'a> {
    /// The name of the list.
    name: &'a str,
    lists: &'a [&'a str],
    each: &'a mut Each<'a>,
    /// Why `each` wants no more.
    end: &'a mut Option<ReadEnd>,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list or an object with lists")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element()? {
            let record = match value {
                Value::Object(record) => record,
                // It has no fields, and whoever reads it says so.
                _ => Object::new(),
            };
            if let Err(end) = (self.each)(self.name, record) {
                *self.end = Some(end);
                return Err(A::Error::custom("no more is wanted"));
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if name == "data" || self.lists.contains(&name.as_str()) {
                map.next_value_seed(Walk {
                    name: &name,
                    lists: self.lists,
                    each: &mut *self.each,
                    end: &mut *self.end,
                })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A field as text, whatever its type; empty when it is not there.
pub(super) fn text(record: &Object, name: &str) -> String {
    match record.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(flag)) => flag.to_string(),
        _ => String::new(),
    }
}

/// The first of these fields that is not empty.
pub(super) fn first(record: &Object, names: &[&str]) -> String {
    let mut texts = names.iter().map(|name| text(record, name));
    texts.find(|text| !text.is_empty()).unwrap_or_default()
}

/// The id of a comment, which stands in the first of these fields that is not empty.
pub(super) fn id(record: &Object, names: &[&str]) -> Result<String, BadRecord> {
    let id = first(record, names);
    if id.is_empty() {
        return Err(BadRecord::lost(
            "",
            format!("it has no {}", names.join(" or ")),
        ));
    }
    Ok(id)
}

/// The ids of the answered comment and of the one to hang on when that is gone.
pub(super) fn parents(record: &Object, names: &[&str]) -> Vec<String> {
    let mut parents: Vec<String> = names.iter().map(|name| text(record, name)).collect();
    parents.retain(|parent| !matches!(parent.as_str(), "" | "0" | "root"));
    parents.dedup();
    parents
}

/// True for `true`, also as a text.
pub(super) fn is_true(record: &Object, name: &str) -> bool {
    text(record, name) == "true"
}
