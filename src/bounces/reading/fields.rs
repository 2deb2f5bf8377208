//! Fields of the form `Name: value` (RFC 5322, section 2.2), with folded lines joined. Mail headers, delivery reports and feedback
//! reports consist of them.

/// Bytes of one field's value that are kept: diagnostics are a few lines, and an endless line is nobody's.
const LONGEST_VALUE: usize = 4_000;
/// Fields that are read of one block; a mail of a thousand headers is an attack.
const MOST_FIELDS: usize = 1_000;

/// A block of fields.
#[derive(Clone, Debug, Default)]
pub(super) struct HeaderFields(Vec<(String, String)>);

impl HeaderFields {
    /// The first value of this name (in lower case), without the spaces around it.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let named = self.0.iter().find(|(each, _)| each == name);
        named.map(|(_, value)| value.trim())
    }

    /// Every value of this name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.0.iter().filter(move |(each, _)| each == name);
        named.map(|(_, value)| value.trim())
    }

    /// True when no line was a field.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn continue_last(&mut self, line: &str) {
        if let Some((_, value)) = self.0.last_mut()
            && value.len() + line.len() < LONGEST_VALUE
        {
            value.push(' ');
            value.push_str(line.trim());
        }
    }
}

/// The blocks of a text, which empty lines part (RFC 3464, section 2.1: one about the message, then one a recipient).
pub(super) fn blocks(text: &str) -> Vec<HeaderFields> {
    let mut blocks = vec![HeaderFields::default()];
    let mut count = 0;
    for line in text.lines() {
        let Some(block) = blocks.last_mut() else {
            break;
        };
        if line.trim().is_empty() {
            if !block.is_empty() {
                blocks.push(HeaderFields::default());
            }
        } else if line.starts_with([' ', '\t']) {
            block.continue_last(line);
        } else if let Some((name, value)) = field(line) {
            count += 1;
            if count > MOST_FIELDS {
                break;
            }
            block.0.push((name, value.to_owned()));
        } else {
            // Some reporters break a diagnostic without indenting its next line.
            block.continue_last(line);
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// The blocks of a delivery status, also where no empty line parts them. A field that a recipient has once begins the next
/// block when it comes again.
pub(super) fn groups(text: &str) -> Vec<HeaderFields> {
    const ONCE: &[&str] = &["original-recipient", "final-recipient", "action", "status"];
    let mut groups = Vec::new();
    for block in blocks(text) {
        let mut group = HeaderFields::default();
        for (name, value) in block.0 {
            let is_again = ONCE.contains(&&*name) && group.get(&name).is_some();
            // A new recipient's first field may be one that the last had not.
            let is_next = name == "original-recipient"
                && group.get("final-recipient").is_some()
                && group.get("action").or(group.get("status")).is_some();
            if is_again || is_next {
                groups.push(std::mem::take(&mut group));
            }
            group.0.push((name, value));
        }
        groups.push(group);
    }
    groups
}

/// The headers at the beginning of a mail.
pub(super) fn headers(text: &str) -> HeaderFields {
    blocks(text).into_iter().next().unwrap_or_default()
}

/// The field of this line; names are letters, digits and hyphens, so that prose with a colon is none.
fn field(line: &str) -> Option<(String, &str)> {
    let (name, value) = line.split_once(':')?;
    let is_name = !name.is_empty()
        && name.len() <= 64
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let mut end = value.len().min(LONGEST_VALUE);
    while !value.is_char_boundary(end) {
        end -= 1;
    }
    is_name.then(|| (name.to_ascii_lowercase(), &value[..end]))
}
