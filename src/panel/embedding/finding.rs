//! What the check of a page says.

/// Something that the check found, good or bad.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// The script.
    Script,
    /// No script, so that the elements stay links.
    NoScript,
    /// A script of another Gudok, at this address.
    OtherScript(String),
    /// The comments, for this thread.
    Comments(String),
    /// The comments of a page of another site.
    ForeignThread(String),
    /// The sign-up form.
    Subscribe,
    /// A plain form that posts comments, for this thread.
    PlainComments(String),
    /// A plain form that posts sign-ups.
    PlainSubscribe,
    /// A plain form that posts comments, for no thread.
    NoThread,
    /// The page answers under `http` and not under `https`.
    OnlyInClear,
    /// Neither comments nor the sign-up form.
    NoElement,
    /// Pages of this origin may not ask Gudok.
    OriginRefused(String),
    /// This directive of the page's own policy forbids the script or its requests.
    PolicyForbids(&'static str),
    /// The page's own policies name the Trusted Types that they take, and not ours.
    TypesForbidden,
}

impl Finding {
    /// Whether it is as it should be.
    pub(super) fn is_good(&self) -> bool {
        matches!(
            self,
            Self::Script
                | Self::Comments(_)
                | Self::Subscribe
                | Self::PlainComments(_)
                | Self::PlainSubscribe
        )
    }

    /// The key of the phrase that says what was found.
    pub(super) fn found_key(&self) -> String {
        format!("embedding-found-{}", self.word())
    }

    /// The key of the phrase that says what to do, for a fault.
    pub(super) fn fix_key(&self) -> String {
        format!("embedding-fix-{}", self.word())
    }

    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::NoScript => "no-script",
            Self::OtherScript(_) => "other-script",
            Self::Comments(_) => "comments",
            Self::ForeignThread(_) => "foreign-thread",
            Self::Subscribe => "subscribe",
            Self::PlainComments(_) => "plain-comments",
            Self::PlainSubscribe => "plain-subscribe",
            Self::NoThread => "no-thread",
            Self::OnlyInClear => "only-in-clear",
            Self::NoElement => "no-element",
            Self::OriginRefused(_) => "origin-refused",
            Self::PolicyForbids(_) => "policy-forbids",
            Self::TypesForbidden => "types-forbidden",
        }
    }

    /// What the phrases name.
    pub(super) fn detail(&self) -> &str {
        match self {
            Self::OtherScript(text)
            | Self::Comments(text)
            | Self::PlainComments(text)
            | Self::ForeignThread(text)
            | Self::OriginRefused(text) => text,
            Self::PolicyForbids(directive) => directive,
            Self::Script
            | Self::NoScript
            | Self::Subscribe
            | Self::PlainSubscribe
            | Self::NoThread
            | Self::OnlyInClear
            | Self::NoElement
            | Self::TypesForbidden => "",
        }
    }
}
