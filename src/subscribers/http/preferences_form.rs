//! Reads the preferences form.

use super::field_errors::topics_named;
use super::form_fields::FormFields;
use crate::i18n::FieldError;
use crate::subscribers::model::{Preferences, Subscriber};
use crate::topics::Topic;

/// Reads the fields of the preferences form. A missing field keeps the subscriber's value.
pub(super) fn read(
    fields: &FormFields,
    subscriber: &Subscriber,
    known: &[Topic],
) -> Result<Preferences, Vec<FieldError>> {
    let wrong = |field, key| vec![FieldError { field, key }];
    let words: Vec<String> = fields.all("topics").map(ToOwned::to_owned).collect();
    let hour = fields
        .get("hour")
        .map_or(Ok(subscriber.delivery_hour), str::parse);
    Ok(Preferences {
        cadence: fields
            .get("cadence")
            .map_or(Ok(subscriber.cadence), str::parse)
            .map_err(|_| wrong("cadence", "subscribers-cadence-unknown"))?,
        topics: topics_named(known, &words).map_err(|key| wrong("topics", key))?,
        locale: fields
            .get("locale")
            .map_or(Ok(subscriber.locale), str::parse)
            .map_err(|_| wrong("locale", "subscribers-locale-unknown"))?,
        weekly_day: fields
            .get("day")
            .map_or(Ok(subscriber.weekly_day), str::parse)
            .map_err(|_| wrong("day", "subscribers-day-unknown"))?,
        delivery_hour: hour
            .ok()
            .filter(|hour| (0..=23).contains(hour))
            .ok_or_else(|| wrong("hour", "subscribers-hour-unknown"))?,
        time_zone: fields
            .get("other_zone")
            .filter(|zone| !zone.trim().is_empty())
            .or_else(|| fields.get("zone"))
            .map_or(Ok(subscriber.time_zone.clone()), |zone| zone.trim().parse())
            .map_err(|_| wrong("zone", "subscribers-zone-unknown"))?,
    })
}
