//! The query of the page: the filters, and where the page begins.

use jiff::civil::Date;
use serde::Deserialize;

use crate::admin::{AuditFilter, AuditId};
use crate::clock::Zone;

/// The value of the filter by actor that stands for the command line. No address is like it.
pub(super) const COMMAND_LINE: &str = "-";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AuditQuery {
    pub who: String,
    pub act: String,
    /// The first day and the last one, in the site's time zone.
    pub from: String,
    pub to: String,
    /// The entry before which the page begins.
    pub before: String,
}

impl AuditQuery {
    /// The choice of entries. A day that cannot be read chooses nothing out.
    pub fn filter(&self, zone: &Zone) -> AuditFilter {
        let word = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let who = match self.who.as_str() {
            COMMAND_LINE => Some(String::new()),
            who => word(who),
        };
        AuditFilter {
            who,
            action: word(&self.act),
            since: day(&self.from).and_then(|day| zone.start_of(day)),
            until: day(&self.to).and_then(|day| zone.start_of(day.tomorrow().ok()?)),
            before: self.before.parse().ok().map(AuditId),
        }
    }

    /// The filters that are set.
    pub fn fields(&self) -> Vec<(&'static str, &str)> {
        let mut fields = vec![
            ("who", self.who.as_str()),
            ("act", &self.act),
            ("from", &self.from),
            ("to", &self.to),
        ];
        fields.retain(|(_, value)| !value.is_empty());
        fields
    }

    /// The page with the same filters that begins before this entry.
    pub fn url_before(&self, before: AuditId) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.fields());
        query.append_pair("before", &before.0.to_string());
        format!("/admin/audit?{}", query.finish())
    }
}

fn day(text: &str) -> Option<Date> {
    text.trim().parse().ok()
}
