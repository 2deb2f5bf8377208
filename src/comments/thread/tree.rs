//! The tree of replies in reading order: each reply follows what it answers, and the indent never exceeds a phone's width.

use std::collections::HashMap;

use crate::comments::model::{Comment, CommentId, CommentRow, CommentStatus};

/// The deepest indent of a reply.
pub const DEEPEST: usize = 3;

/// An entry of a thread, in reading order.
#[derive(Clone, Debug)]
pub struct ThreadEntry {
    /// The comment; `None` for a removed one with replies.
    pub comment: Option<Comment>,
    /// The id, for the anchor.
    pub id: CommentId,
    /// The indent, from 0.
    pub level: usize,
    /// The answered comment and its author, when the indent no longer shows it.
    pub answers: Option<(CommentId, String)>,
    /// The number of replies that are not on this page, at the first comment of a branch.
    pub more: i64,
}

/// Each of `roots` in order, followed by its `replies`. Both hold rows of one thread.
///
/// A reply whose parent is missing (on another page) follows its root.
pub(super) fn flatten(roots: Vec<CommentRow>, replies: Vec<CommentRow>) -> Vec<ThreadEntry> {
    // A removed comment has a place and no name.
    let mut names: HashMap<CommentId, Option<String>> = HashMap::new();
    for row in roots.iter().chain(&replies) {
        names.insert(row.id, is_public(row).then(|| row.name.clone()));
    }
    let mut shown_under: HashMap<CommentId, i64> = HashMap::new();
    let mut children: HashMap<CommentId, Vec<CommentRow>> = HashMap::new();
    for reply in replies {
        let Some(root) = reply.root_id else { continue };
        *shown_under.entry(root).or_default() += i64::from(is_public(&reply));
        let parent = reply.parent_id.filter(|parent| names.contains_key(parent));
        children
            .entry(parent.unwrap_or(root))
            .or_default()
            .push(reply);
    }
    let mut entries = Vec::new();
    for root in roots {
        let more = root.replies - shown_under.get(&root.id).copied().unwrap_or(0);
        let first = entries.len();
        // Depth first, without recursion: a chain of replies may be long.
        let mut open = vec![(root, 0)];
        while let Some((row, depth)) = open.pop() {
            for child in children
                .remove(&row.id)
                .unwrap_or_default()
                .into_iter()
                .rev()
            {
                open.push((child, depth + 1));
            }
            entries.push(entry(row, depth, &names));
        }
        entries[first].more = more.max(0);
    }
    entries
}

fn is_public(row: &CommentRow) -> bool {
    row.status == CommentStatus::Approved
}

fn entry(row: CommentRow, depth: usize, names: &HashMap<CommentId, Option<String>>) -> ThreadEntry {
    let answers = row
        .parent_id
        .filter(|_| depth > DEEPEST)
        .and_then(|parent| Some((parent, names.get(&parent)?.clone()?)));
    ThreadEntry {
        id: row.id,
        level: depth.min(DEEPEST),
        answers,
        more: 0,
        comment: is_public(&row).then(|| Comment::from(row)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;

    fn row(id: i64, parent: Option<i64>, root: Option<i64>) -> CommentRow {
        CommentRow {
            id: CommentId(id),
            parent_id: parent.map(CommentId),
            root_id: root.map(CommentId),
            replies: 0,
            name: format!("글쓴이 {id}"),
            author_mark: None,
            avatar_colour: None,
            url: None,
            html: String::new(),
            status: CommentStatus::Approved,
            created_at: Timestamp::from_unix(id),
            up: 0,
            down: 0,
            best: 0,
        }
    }

    fn drawn(entries: &[ThreadEntry]) -> Vec<(i64, usize)> {
        entries
            .iter()
            .map(|entry| (entry.id.0, entry.level))
            .collect()
    }

    #[test]
    fn replies_stand_under_what_they_answer() {
        let roots = vec![row(1, None, None), row(5, None, None)];
        let replies = vec![
            row(2, Some(1), Some(1)),
            row(3, Some(2), Some(1)),
            row(4, Some(1), Some(1)),
            row(6, Some(5), Some(5)),
        ];
        assert_eq!(
            drawn(&flatten(roots, replies)),
            [(1, 0), (2, 1), (3, 2), (4, 1), (5, 0), (6, 1)]
        );
    }

    #[test]
    fn deep_replies_are_indented_no_further_and_say_whom_they_answer() {
        let replies = (2..40).map(|id| row(id, Some(id - 1), Some(1))).collect();
        let entries = flatten(vec![row(1, None, None)], replies);
        assert_eq!(entries.len(), 39);
        assert!(entries.iter().all(|entry| entry.level <= DEEPEST));
        assert_eq!(entries[3].answers, None);
        assert_eq!(
            entries[4].answers,
            Some((CommentId(4), "글쓴이 4".to_owned()))
        );
    }

    #[test]
    fn a_removed_reply_keeps_its_place_and_no_name() {
        let gone = CommentRow {
            status: CommentStatus::Trashed,
            ..row(4, Some(3), Some(1))
        };
        let root = CommentRow {
            replies: 5,
            ..row(1, None, None)
        };
        let replies = vec![
            row(2, Some(1), Some(1)),
            row(3, Some(2), Some(1)),
            gone,
            row(5, Some(4), Some(1)),
        ];
        let entries = flatten(vec![root], replies);
        assert_eq!(drawn(&entries), [(1, 0), (2, 1), (3, 2), (4, 3), (5, 3)]);
        assert!(entries[3].comment.is_none());
        assert_eq!(entries[4].answers, None, "nobody is named");
        assert_eq!(entries[0].more, 2, "a place is no reply");
    }

    #[test]
    fn a_reply_to_what_was_taken_away_stays_in_its_branch() {
        let gone = CommentRow {
            status: CommentStatus::Trashed,
            replies: 2,
            ..row(1, None, None)
        };
        let entries = flatten(vec![gone], vec![row(3, Some(2), Some(1))]);
        assert!(entries[0].comment.is_none());
        assert_eq!(entries[0].more, 1);
        assert_eq!(drawn(&entries), [(1, 0), (3, 1)]);
    }
}
