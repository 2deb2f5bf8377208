//! A list of members: each line is an address, or a name with an address between angle brackets, as Mailman prints it.

use crate::address::EmailAddress;

/// True when every line is one of those. A name there may hold commas that delimit nothing.
pub(super) fn is_list(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
    // The last line may be cut.
    let whole = if head.ends_with('\n') {
        usize::MAX
    } else {
        head.lines().count().saturating_sub(1).max(1)
    };
    let mut lines = lines.by_ref().take(whole).peekable();
    lines.peek().is_some() && lines.all(is_member)
}

fn is_member(line: &str) -> bool {
    let address = match line
        .strip_suffix('>')
        .and_then(|line| line.rsplit_once('<'))
    {
        // A quotation mark or a tab before it: a table.
        Some((name, _)) if name.contains(['"', '\t', ';', '@']) => return false,
        Some((_, address)) => address,
        None => line,
    };
    address.parse::<EmailAddress>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_list;

    #[test]
    fn members_are_told_from_tables() {
        let members = "Kim <kim@example.org>\n이, 서연 <Seo.Yeon@Example.org>\nplain@example.org\n";
        assert!(is_list(members.as_bytes()));
        assert!(is_list(b"kim@example.org"));
        for table in [
            "",
            "email\nkim@example.org\n",
            "kim@example.org,Kim\n",
            "Kim,kim@example.org\n",
            "Kim,Kim <kim@example.org>,x@example.org\n",
            "name;Kim <kim@example.org>\n",
        ] {
            assert!(!is_list(table.as_bytes()), "{table}");
        }
    }
}
