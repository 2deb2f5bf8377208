//! What a refusal's words mean. A phrase stands for a meaning, not for one program's sentence: `*` is up to
//! [`GAP`] characters of anything, so that `mailbox*full` is "mailbox is full" and "Mailbox (kim) full" alike.
//!
//! Order is meaning too: what speaks of us, our message or the moment comes first, because a mailbox that is full or a
//! policy must never count as an address that does not exist.

use super::Reason;

/// Characters that a `*` spans at most: the words of one phrase stand in one clause.
const GAP: usize = 40;

/// Meanings in the order in which they are looked for, each with its phrases.
const MEANINGS: &[(Reason, &str)] = &[
    // What is said in one breath with "may not exist" is no knowledge.
    (Reason::Policy, "may not exist|might not exist"),
    // The sender's own standing: more mail later, or another way, would arrive.
    (
        Reason::Auth,
        "dmarc|spf*|dkim*fail|authentication*fail|fail*authentication|not*authenticated|\
         authentication information|authentication check|unauthenticated",
    ),
    (
        Reason::Blocked,
        "recipient preferences|ptr record|reverse dns|name lookup failed|rdns|blacklist|block list|blocklist|\
         blackhole|spamhaus|dnsbl|rbl|reputation|client host*rejected|helo command|ehlo command|is listed in|\
         listed at|host*blocked|ip*blocked|blocked using|blocked by|banned|access*denied*ip",
    ),
    (Reason::Virus, "virus|malware|infected|바이러스"),
    (
        Reason::Spam,
        "spam|junk mail|bulk email|bulk mail|unsolicited| ube|스팸|迷惑メール",
    ),
    (
        Reason::Rate,
        "too many|rate limit|ratelimit|limit*reached|limit*exceed|too fast|too quick|throttl|\
         unexpected volume|relay quota|sending quota|message quota|daily*quota|concurrent|too much mail",
    ),
    (
        Reason::TooBig,
        "too large|too big|size limit|exceed*size|size*exceed|maximum*size|message size|크기*초과",
    ),
    (
        Reason::MailboxFull,
        "mailbox*full|inbox*full|account*full|maildir*full|quota|storage*exceed|exceed*storage|\
         out of storage|insufficient*storage|mailbox*exceed|not enough*space|no space left*mail|full mailbox|\
         메일함*가득|사서함*가득|용량*초과|容量*超|いっぱい",
    ),
    (
        Reason::System,
        "disk space|disk full|file system|no space|resources|system error|internal error|server error|\
         configuration error|local error|ldap|no such file|queue file|write error",
    ),
    (
        Reason::Relaying,
        "relay*denied|relaying|not*relay|unable to relay|relay*not*permitted|relay access|rcpthosts|\
         authentication required|authentication is required",
    ),
    (
        Reason::Content,
        "headers too|header*invalid|invalid*header|header*missing|missing*header|rfc*compl|non-rfc|rfc 5322|\
         rfc5322|rfc 2822|content*reject|attachment*not|attachment*block|attachment*reject|duplicate header|\
         invalid mime|bare lf|message*format",
    ),
    (
        Reason::Sender,
        "sender address|sender domain|sender's domain|from domain|sender*rejected|domain of sender|\
         sender*verif|sender*denied|sender*not*accept|envelope sender|purported responsible",
    ),
    (
        Reason::Disabled,
        "account*disabled|disabled*account|mailbox*disabled|user*disabled|address*disabled|\
         disabled recipient|recipient*disabled|account*suspend|user*suspend|mailbox*suspend|account*inactive|\
         mailbox*inactive|user*inactive|not*active|account*blocked|mailbox*blocked|mailbox*locked|\
         account*locked|account*expired|temporarily*suspended|account*closed|휴면",
    ),
    (
        Reason::Expired,
        "try again later|try later|greylist|graylist|greylisted|retry*timeout|timeout exceeded|too long|\
         expired|long time|still*retried|will be retried|gave up|giving up*second|last*seconds|\
         temporarily*deferred|temporarily*unavailable|temporary failure|temporary*problem|delayed|\
         undelivered after",
    ),
    // The address itself.
    (
        Reason::NoMail,
        "null mx|domain does not accept mail|host does not accept mail|server does not accept mail|\
         doesn't receive email|no smtp service|not accepting network|nullmx|does not receive mail",
    ),
    (
        Reason::HostUnknown,
        "host unknown|unknown host|host not found|host*not found|domain*not*found|domain*not*exist|\
         domain*doesn't exist|host*not*exist|nxdomain|no such host|could not resolve|couldn't resolve|\
         unresolvable|name or service not known|no mail exchanger|no such domain|unknown domain|\
         bad destination host|bad destination mailbox domain|name service error|illegal host|illegal domain|\
         couldn't find any host|couldn't find a mail exchanger|no mx|unrouteable*address|unroutable|\
         domain*couldn't be found|unable to find*host|invalid domain|bad domain|도메인*찾을 수 없",
    ),
    (
        Reason::Moved,
        "has moved|not our customer|no longer with|no longer at this|moved to|mailbox*moved",
    ),
    (
        Reason::UserUnknown,
        "user*unknown|mailbox*unavailable|not known|addressee unknown|by that name|bad address|no such alias|\
         no such id|wrong address|no such email|unknown*user|unknown*recipient|recipient*unknown|\
         unknown*address|address*unknown|unknown mailbox|mailbox*unknown|unknown*local|no such user|\
         no such recipient|no such mailbox|no such address|no such account|no such person|no such local|\
         does not exist|doesn't exist|not exist|doesn't have a*account|no mailbox|mailbox*not found|\
         user*not found|recipient*not found|recipnotfound|address*not found|address*couldn't be found|\
         account*not found|not*recognized|not listed|invalid*recipient|invalid*user|invalid*mailbox|\
         invalid address|bad*recipient|bad destination mailbox|not a valid|isn't a valid|\
         unable to deliver message to|inactive email address|no longer*valid|no longer*exist|\
         no longer available|not a known|unknown account|undeliverable address|not our*user|has no*account|\
         no account|recipient*denied*unknown|check if address is correct|\
         recipient address rejected: access denied|존재하지 않|없는 사용자|없는 계정|없는 주소|見つからない|\
         存在しま|introuvable|inexistant|nicht gefunden|unbekannt|no existe|desconocido|не существует",
    ),
    // The way there.
    (
        Reason::Policy,
        "policy|not allowed|not permitted|prohibited|security|restricted|permission|unauthorized|\
         not authorized|access denied|message*blocked|rejected|refused*content",
    ),
    (
        Reason::Network,
        "connection*timed out|connect*refused|connection*refused|refused a connection|no route|\
         lost connection|connection*lost|network|unreachable|loop|hop|socket error|not accept*connect|\
         couldn't connect|could not connect|connection*dropped|timed out|forwarded more",
    ),
];

/// The meaning of these words (in lower case); nothing when they say nothing that is known.
pub(super) fn meaning(words: &str) -> Option<Reason> {
    let found = MEANINGS
        .iter()
        .find(|(_, phrases)| phrases.split('|').any(|phrase| says(words, phrase)));
    found.map(|(reason, _)| *reason)
}

/// Whether the words contain this phrase.
pub(super) fn says(words: &str, phrase: &str) -> bool {
    let mut parts = phrase.split('*');
    let Some(first) = parts.next() else {
        return false;
    };
    let rest: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let mut from = 0;
    while let Some(at) = words[from..].find(first) {
        let end = from + at + first.len();
        if follows(&words[end..], &rest) {
            return true;
        }
        from = end;
    }
    false
}

fn follows(words: &str, rest: &[&str]) -> bool {
    let mut words = words;
    for part in rest {
        let mut reach = words.len().min(GAP + part.len());
        while !words.is_char_boundary(reach) {
            reach -= 1;
        }
        match words[..reach].find(part) {
            Some(at) => words = &words[at + part.len()..],
            None => return false,
        }
    }
    true
}
