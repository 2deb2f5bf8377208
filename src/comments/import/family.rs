//! What each comment of a file answers. Parents may stand anywhere in the file, be left out of it, or be missing.

use std::collections::{HashMap, HashSet};

use crate::comments::model::{CommentId, ThreadId};

/// The place of a comment in the file.
type Place = usize;

/// A comment's place in its thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub comment: CommentId,
    pub parent: Option<CommentId>,
    pub root: Option<CommentId>,
}

/// A comment that is in the database.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stored {
    pub id: CommentId,
    pub thread: ThreadId,
    pub parent: Option<CommentId>,
    pub root: Option<CommentId>,
}

#[derive(Clone, Copy, Debug)]
enum Member {
    /// Named by a reply, and not seen so far.
    Unseen,
    /// Not imported.
    LeftOut,
    /// Deleted in the other program. It is stored when something answers it.
    Deleted,
    Stored(Stored),
}

/// The comments of a file by their ids in it.
#[derive(Debug, Default)]
pub(super) struct Family {
    places: HashMap<Box<str>, Place>,
    members: Vec<Member>,
    /// The answered comment of each, and the one to hang on when that is gone.
    parents: Vec<[Option<Place>; 2]>,
    /// Comments whose parent was not stored before them.
    waiting: Vec<Place>,
    by_id: HashMap<CommentId, Place>,
}

impl Family {
    /// The parent and the root of a new reply, as far as its parents are stored.
    pub fn place_of(&mut self, parents: &[String], thread: ThreadId) -> Option<Stored> {
        let parents = self.parents_of(parents);
        self.stored(self.nearest(parents, thread)?)
    }

    /// Takes a stored comment.
    pub fn store(&mut self, id: &str, parents: &[String], stored: Stored) {
        let place = self.place(id);
        if let Member::Stored(_) = self.members[place] {
            return;
        }
        self.parents[place] = self.parents_of(parents);
        self.members[place] = Member::Stored(stored);
        self.by_id.insert(stored.id, place);
        if stored.parent.is_none() && !parents.is_empty() {
            self.waiting.push(place);
        }
    }

    /// Takes a comment that is not imported.
    pub fn leave_out(&mut self, id: &str, parents: &[String]) {
        let place = self.place(id);
        if let Member::Unseen = self.members[place] {
            self.members[place] = Member::LeftOut;
            self.parents[place] = self.parents_of(parents);
        }
    }

    /// Takes a deleted comment, which has a place only when something answers it.
    pub fn hold_deleted(&mut self, id: &str, parents: &[String]) {
        let place = self.place(id);
        if let Member::Unseen = self.members[place] {
            self.members[place] = Member::Deleted;
            self.parents[place] = self.parents_of(parents);
        }
    }

    /// The ids of deleted comments that a stored comment answers.
    pub fn answered_deleted(&self) -> Vec<String> {
        let nearest = |place: &Place| {
            let thread = self.stored(*place)?.thread;
            self.nearest(self.parents[*place], thread)
        };
        let answered: HashSet<Place> = self.waiting.iter().filter_map(nearest).collect();
        let is_answered = |place: &Place| {
            matches!(self.members[*place], Member::Deleted) && answered.contains(place)
        };
        let ids = self.places.iter().filter(|(_, place)| is_answered(place));
        ids.map(|(id, _)| id.to_string()).collect()
    }

    /// Links the comments that waited. Returns the changed places of comments, and the number of replies without a parent.
    pub fn link(&mut self) -> (Vec<Link>, usize) {
        let mut orphans = 0;
        let mut has_changed = false;
        for place in std::mem::take(&mut self.waiting) {
            let Member::Stored(stored) = self.members[place] else {
                continue;
            };
            let parent = self.nearest(self.parents[place], stored.thread);
            let parent = parent.filter(|parent| !self.is_above(place, *parent));
            let Some(parent) = parent.and_then(|parent| self.id(parent)) else {
                orphans += 1;
                continue;
            };
            let parent = Some(parent);
            self.members[place] = Member::Stored(Stored { parent, ..stored });
            has_changed = true;
        }
        let links = if has_changed {
            self.relink()
        } else {
            Vec::new()
        };
        (links, orphans)
    }

    /// The nearest comment of this thread that has a place or may get one: a parent, or what a parent that is not imported answers.
    fn nearest(&self, parents: [Option<Place>; 2], thread: ThreadId) -> Option<Place> {
        let mut open: Vec<Place> = parents.into_iter().rev().flatten().collect();
        let mut steps = 0;
        while let Some(place) = open.pop() {
            steps += 1;
            if steps > self.members.len() {
                return None;
            }
            match self.members[place] {
                Member::Stored(stored) if stored.thread == thread => return Some(place),
                Member::Deleted => return Some(place),
                Member::LeftOut => open.extend(self.parents[place].into_iter().rev().flatten()),
                Member::Stored(_) | Member::Unseen => {}
            }
        }
        None
    }

    /// True when `place` is this comment, or above it.
    fn is_above(&self, place: Place, mut below: Place) -> bool {
        for _ in 0..=self.members.len() {
            if below == place {
                return true;
            }
            match self.parent(below) {
                Some(parent) => below = parent,
                None => return false,
            }
        }
        true
    }

    fn parent(&self, place: Place) -> Option<Place> {
        match self.members[place] {
            Member::Stored(stored) => self.by_id.get(&stored.parent?).copied(),
            Member::Unseen | Member::LeftOut | Member::Deleted => None,
        }
    }

    /// Gives every comment the root that it has now, and returns those whose place changed.
    fn relink(&mut self) -> Vec<Link> {
        let mut roots: Vec<Option<Option<CommentId>>> = vec![None; self.members.len()];
        for place in 0..self.members.len() {
            // Up to a comment whose root is known, then down again.
            let mut path = vec![place];
            while let Some(parent) = path.last().and_then(|last| self.parent(*last)) {
                if roots[parent].is_some() {
                    break;
                }
                path.push(parent);
            }
            while let Some(place) = path.pop() {
                let above = self.parent(place);
                let root =
                    above.and_then(|parent| roots[parent].flatten().or_else(|| self.id(parent)));
                // A parent that is not in the file keeps the root that the database knows.
                let known = above.is_none().then(|| self.stored(place)?.root).flatten();
                roots[place] = Some(root.or(known));
            }
        }
        let mut links = Vec::new();
        for (place, root) in roots.into_iter().enumerate() {
            let Member::Stored(stored) = &mut self.members[place] else {
                continue;
            };
            let root = root.flatten();
            if stored.root != root {
                stored.root = root;
                links.push(Link {
                    comment: stored.id,
                    parent: stored.parent,
                    root,
                });
            }
        }
        links
    }

    fn stored(&self, place: Place) -> Option<Stored> {
        match self.members[place] {
            Member::Stored(stored) => Some(stored),
            Member::Unseen | Member::LeftOut | Member::Deleted => None,
        }
    }

    fn id(&self, place: Place) -> Option<CommentId> {
        self.stored(place).map(|stored| stored.id)
    }

    fn place(&mut self, id: &str) -> Place {
        if let Some(place) = self.places.get(id) {
            return *place;
        }
        let place = self.members.len();
        self.members.push(Member::Unseen);
        self.parents.push([None, None]);
        self.places.insert(id.into(), place);
        place
    }

    fn parents_of(&mut self, parents: &[String]) -> [Option<Place>; 2] {
        let mut places = parents.iter().map(|id| self.place(id));
        [places.next(), places.next()]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::ProptestConfig;
    use proptest::test_runner::RngSeed;

    use super::*;

    const THREAD: ThreadId = ThreadId(1);

    /// Parent and root of each comment.
    type Places = HashMap<i64, (Option<i64>, Option<i64>)>;

    /// Stores comments in this order, as the importer does, and returns parent and root of each by its id.
    fn linked(comments: &[(i64, &[i64])]) -> (Places, usize) {
        let mut family = Family::default();
        for (id, parents) in comments {
            let parents: Vec<String> = parents.iter().map(i64::to_string).collect();
            let above = family.place_of(&parents, THREAD);
            let stored = Stored {
                id: CommentId(*id),
                thread: THREAD,
                parent: above.map(|above| above.id),
                root: above.map(|above| above.root.unwrap_or(above.id)),
            };
            family.store(&id.to_string(), &parents, stored);
        }
        let mut places: HashMap<i64, _> = HashMap::new();
        for stored in family
            .members
            .iter()
            .enumerate()
            .filter_map(|(place, _)| family.stored(place))
        {
            places.insert(stored.id.0, (stored.parent, stored.root));
        }
        let (links, orphans) = family.link();
        for link in links {
            places.insert(link.comment.0, (link.parent, link.root));
        }
        let bare = |id: Option<CommentId>| id.map(|id| id.0);
        let places = places
            .into_iter()
            .map(|(id, (parent, root))| (id, (bare(parent), bare(root))));
        (places.collect(), orphans)
    }

    #[test]
    fn a_reply_before_its_parent_and_one_without_find_their_place() {
        let (places, orphans) = linked(&[
            (4, &[3]),
            (3, &[2]),
            (1, &[]),
            (2, &[1]),
            (9, &[77]),
            (8, &[77, 1]),
        ]);
        assert_eq!(places[&2], (Some(1), Some(1)));
        assert_eq!(places[&3], (Some(2), Some(1)));
        assert_eq!(places[&4], (Some(3), Some(1)));
        assert_eq!(places[&9], (None, None));
        assert_eq!(
            places[&8],
            (Some(1), Some(1)),
            "the second parent, since the first is gone"
        );
        assert_eq!(orphans, 1);
    }

    #[test]
    fn a_reply_to_what_is_left_out_hangs_on_what_that_answers() {
        let mut family = Family::default();
        let stored = Stored {
            id: CommentId(1),
            thread: THREAD,
            parent: None,
            root: None,
        };
        family.store("1", &[], stored);
        family.leave_out("2", &["1".into()]);
        assert_eq!(
            family.place_of(&["2".into()], THREAD).map(|above| above.id),
            Some(CommentId(1))
        );
        assert!(
            family.place_of(&["2".into()], ThreadId(2)).is_none(),
            "never in another thread"
        );
    }

    proptest::proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(20_261_130), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_root_is_the_top_of_its_branch_even_with_circles(parents in proptest::collection::vec(0_i64..12, 1..12), order in 1_i64..97) {
            let mut comments: Vec<(i64, Vec<i64>)> = (1_i64..).zip(&parents)
                .map(|(id, parent)| (id, if *parent == 0 { vec![] } else { vec![*parent] })).collect();
            comments.sort_by_key(|(id, _)| id * order % 97);
            let given: Vec<(i64, &[i64])> = comments.iter().map(|(id, parents)| (*id, parents.as_slice())).collect();
            let (places, _) = linked(&given);
            for (id, (parent, root)) in &places {
                let (mut top, mut steps) = (*id, 0);
                while let Some(above) = places[&top].0 {
                    (top, steps) = (above, steps + 1);
                    proptest::prop_assert!(steps <= places.len(), "a circle");
                }
                proptest::prop_assert_eq!(*root, parent.map(|_| top));
            }
        }
    }
}
