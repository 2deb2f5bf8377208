//! The code that a site pastes, for each system.

/// A system with its pieces of code.
pub(super) struct SystemSnippets {
    /// The word in its phrases: `embedding-<word>-name`.
    pub word: &'static str,
    /// The pieces.
    pub pieces: Vec<Snippet>,
}

impl SystemSnippets {
    /// The key of its name.
    pub(super) fn key(&self) -> String {
        format!("embedding-{}-name", self.word)
    }
}

/// One piece of code, and where it goes.
pub(super) struct Snippet {
    /// The phrase that says where.
    pub key: String,
    /// The id of its element, which the copy button names.
    pub id: String,
    /// The code.
    pub code: String,
}

/// How the templates of a system write the attributes of the comments, and mark the script.
struct Dialect {
    word: &'static str,
    /// What Astro needs so that it does not bundle the script.
    mark: &'static str,
    attributes: &'static str,
}

/// Without attributes the element takes the page's canonical address and its title.
const DIALECTS: &[Dialect] = &[
    Dialect {
        word: "ghost",
        mark: "",
        attributes: r#" thread="{{url absolute="true"}}" title="{{title}}""#,
    },
    Dialect {
        word: "hugo",
        mark: "",
        attributes: r#" thread="{{ .Permalink }}" title="{{ .Title }}""#,
    },
    Dialect {
        word: "jekyll",
        mark: "",
        attributes: r#" thread="{{ page.url | absolute_url }}" title="{{ page.title | escape }}""#,
    },
    Dialect {
        word: "astro",
        mark: " is:inline",
        attributes: " thread={new URL(Astro.url.pathname, Astro.site).href} title={title}",
    },
    Dialect {
        word: "tistory",
        mark: "",
        attributes: "",
    },
    Dialect {
        word: "html",
        mark: "",
        attributes: "",
    },
];

/// The word in the phrase that says where a piece goes: the sign-up form has a place of its own in few systems.
fn place<'a>(word: &'a str, piece: &str) -> &'a str {
    match (word, piece) {
        ("ghost" | "tistory", _) | (_, "script" | "comments") => word,
        _ => "anywhere",
    }
}

/// Texts of the links that browsers without JavaScript show.
pub(super) struct LinkTexts {
    /// To the sign-up form.
    pub subscribe: String,
    /// To the comments.
    pub comments: String,
}

/// Every system, for a Gudok at `base`, which has no slash at its end. `post` stands for the address of a post, which a page without
/// templates names by hand.
pub(super) fn all(base: &str, post: &str, texts: &LinkTexts) -> Vec<SystemSnippets> {
    let LinkTexts {
        subscribe,
        comments,
    } = texts;
    let by_hand = format!("<a href=\"{base}/comments?thread={post}\">{comments}</a>");
    let of = |dialect: &Dialect| {
        let Dialect {
            word,
            mark,
            attributes,
        } = dialect;
        let pieces = [
            (
                "script",
                format!("<script{mark} async src=\"{base}/embed.js\"></script>"),
            ),
            (
                "comments",
                format!(
                    "<gudok-comments{attributes}>{}</gudok-comments>",
                    if *word == "html" { &*by_hand } else { "" }
                ),
            ),
            (
                "subscribe",
                format!("<gudok-subscribe><a href=\"{base}/\">{subscribe}</a></gudok-subscribe>"),
            ),
        ];
        let pieces = pieces.into_iter().map(|(piece, code)| Snippet {
            key: format!("embedding-{}-{piece}", place(word, piece)),
            id: format!("{word}-{piece}"),
            code,
        });
        SystemSnippets {
            word,
            pieces: pieces.collect(),
        }
    };
    DIALECTS.iter().map(of).collect()
}
