//! The table of meanings: phrases of refusals and their reasons. In a phrase `*` is up to 40 bytes of anything, and `/`
//! separates alternatives: `mailbox/inbox*full` matches "mailbox is full", "Mailbox (kim) full" and "the inbox of kim is
//! full".
//!
//! The order matters: phrases about us, our message or the moment come first. A full mailbox or a policy must never count
//! as an address that does not exist.
//!
//! Words that say little alone ("unknown", "unbekannt", "desconocido": errors can be unknown, too) count only beside their
//! subject.

use crate::bounces::model::BounceReason;

/// Words for the sender in other languages than English, where the noun stands before what is said of it.
macro_rules! senders {
    () => {
        "발신자/발신인/송신자/보낸 사람/보낸사람/보내는 사람/보낸이/送信者/送信元/差出人/発信者/发件人/发信人/發件人/寄件人/寄件者/\
         发送者/expéditeur/expediteur/absender/remitente/mittente/remetente/отправител/afzender/nadawc/gönderen"
    };
}

/// The sender, as a phrase.
pub(super) const SENDERS: &str = concat!("sender/originator/", senders!());

/// Where a mail goes that is given back. Such words are taken away before a meaning is looked for.
pub(super) const TO_SENDER: &[&str] = &[
    "to sender",
    "to the sender",
    "to originator",
    "to the originator",
    "발신자에게",
    "발신인에게",
    "송신자에게",
    "보낸 사람에게",
    "보낸사람에게",
    "보내는 사람에게",
    "送信者に",
    "差出人に",
];

/// Words before and behind those that make them something else: "due to sender", "to sender's domain", "발신자에게서".
pub(super) const NO_DIRECTION: (&[&str], &[&str]) = (
    &["due "],
    &[
        "'s", " address", " domain", " host", " server", "서", "よ", "つ", "関", "対",
    ],
);

/// What is said of somebody whom nobody finds.
macro_rules! not_there {
    () => {
        "존재하지 않/없습니다/없는/찾을 수 없/유효하지/잘못/存在し/見つかり/無効/不存在/无效/無效/inconnu/n'existe/introuvable/invalide/\
         unbekannt/existiert nicht/nicht gefunden/ungültig/desconocid/no existe/no encontrad/inexistente/inválid/sconosciut/\
         non esiste/non valid/não existe/não encontrad/desconhecid/не существует/неизвест/не найден/onbekend/bestaat niet/\
         nie istnieje/nieznan/bulunamad"
    };
}

/// Phrases of one meaning.
pub(super) struct Meaning {
    pub reason: BounceReason,
    /// True for phrases that mean only this. "Rejected" alone may be said of a mailbox that is not there, and "unknown
    /// address" of the sender's.
    pub is_plain: bool,
    pub phrases: &'static str,
}

const fn words(reason: BounceReason, phrases: &'static str) -> Meaning {
    Meaning {
        reason,
        is_plain: false,
        phrases,
    }
}

const fn plain(reason: BounceReason, phrases: &'static str) -> Meaning {
    Meaning {
        reason,
        is_plain: true,
        phrases,
    }
}

/// Meanings in the order in which they are looked for.
pub(super) const MEANINGS: &[Meaning] = &[
    // "May not exist" proves nothing in any language; nor does a missing list entry.
    words(
        BounceReason::Policy,
        "might not exist|could also be misspelled or blocked|존재하지 않거나|없거나|존재하지 않을 수|存在しないか|可能性があり|かもしれ|\
         可能不存在|或者您没有|或者您沒有|n'existe peut-être|peut ne pas exister|n'existe pas ou|möglicherweise nicht|\
         eventuell nicht|puede que no exista|es posible que|talvez não|pode não existir|potrebbe non|возможно",
    ),
    plain(
        BounceReason::Policy,
        "mailbox unavailable*policy|for policy reasons|may not exist|white list|whitelist|allow list|allowlist|known senders",
    ),
    // Their software or ours spoke nonsense: this "not recognized" is a command's.
    words(
        BounceReason::System,
        "command not recogni|command was not recogni|command is not recogni|command unrecogni|unrecognized command|\
         unrecognised command|command not implemented|bad sequence|protocol error|unknown error|unknown problem|\
         unknown mailer error|unknown state|syntax error, command|syntax error in command|syntax error in parameters|\
         syntax error in argument|bad syntax",
    ),
    // Another try may find it.
    words(
        BounceReason::Network,
        "malformed*name server/nameserver/dns/reply|servfail|host lookup did not complete|\
         cname lookup failed temporarily|dns*server failure|name server*timed out/timeout/no answer|host name lookup failure",
    ),
    // A loop is not a rate limit.
    words(
        BounceReason::Network,
        "too many hops|hop count|mail loop|loops back|routing loop|too many received",
    ),
    // The sender's own standing: more mail later, or another way, would arrive.
    words(
        BounceReason::Auth,
        "dmarc|spf*|dkim*fail/not verif/invalid|no*dkim|authentication*fail|fail*authentication|not*authenticated|\
         required authentication level|authentication information|authentication check|unauthenticated|\
         sender policy framework|送信ドメイン認証",
    ),
    words(
        BounceReason::Blocked,
        "recipient preferences|does not have a good standing|ptr record|ptr resource|reverse dns|reverse hostname|\
         name lookup failed|rdns|blacklist|black list|block list|blocklist|blackhole|spamhaus|spamcop|sorbs|\
         barracudacentral|senderscore|sender score|dnsbl|rbl|reputation|client host*rejected|helo command|\
         ehlo command|helo name|is listed in|listed at|host*blocked|ip*blocked|ip*filtered|ip*refused|blocked using|\
         blocked by|blocked ip|from blocked|sender blocked|sender is blocked|envelope blocked|banned sending|banned|\
         dynamic range|dynamic ip|access*denied*ip|invalid/bad/unauthorized/\
         unauthorised/illegal/untrusted/forbidden* ip /ip address|your ip|your access*denied|rtr:bl|ipcheck|mail from/email from/\
         connection from*rejected|발송 ip|ip*차단",
    ),
    words(
        BounceReason::Virus,
        "virus|malware|infected|바이러스|ウイルス|ウィルス|病毒",
    ),
    words(
        BounceReason::Rate,
        "unusual rate|frequency limited|frequency limit|receiving mail too quickly|receiving mail at a rate|\
         sending*too/quota|message quota|email quota exceed|daily*quota|hourly*limit|per hour|per day|\
         too many messages*period|server busy*try again later from",
    ),
    words(
        BounceReason::Spam,
        "spam|dt:spm|junk mail|bulk email|bulk mail|unsolicited| ube|content denied|스팸|迷惑メール|垃圾邮件|垃圾郵件",
    ),
    // A box that is named full is full, whatever else is too much.
    words(
        BounceReason::MailboxFull,
        "mailbox/inbox/mail box/mailfolder/maildir/mail folder/mail drop/mail spool/account/user is/user's box/\
         recipient's box*full/over quota/overquota/over its storage/over the storage/exceeded/maximum allowed size/\
         no room/size limit/out of storage|full*mailbox/inbox|disk space limit|over quota|overquota|over-quota|\
         quota exceeded|quota violation|quota full|exceeded*quota|user has exceeded|exceeds*mailbox quota|메일함/\
         사서함/편지함*가득/꽉/초과/부족|용량*초과/꽉/가득/찼|용량*부족|저장*초과/부족|수신함*초과/부족|容量*超|容量*不足|\
         容量*上限|いっぱい|一杯|満杯|已满|已滿|空间不足|超出*配额|boite/boîte*pleine/saturée/quota|postfach/\
         mailbox*voll/überfüllt|speicherplatz*erschöpft/überschritten|buzón/buzon*llen|cuota*excedid|casella*pien|\
         caixa*cheia|ящик*переполнен|квот",
    ),
    words(
        BounceReason::TooBig,
        "too large|too big|larger than|sizelimit|size limit|exceed*size|size*exceed|maximum*size|message size|\
         message length exceed|databytes limit|크기*초과|サイズ*大きすぎ/超え/制限|trop volumineux|zu groß|\
         demasiado grande|слишком большой|邮件过大|超过*大小",
    ),
    words(
        BounceReason::Rate,
        "too many|rate limit|ratelimit|limit*reached|limit*exceed|exceed*limit for|too fast|too quick|throttl|\
         unexpected volume|relay quota|max*per hour|concurrent|too much mail",
    ),
    words(
        BounceReason::MailboxFull,
        "quota|storage*exceed|exceed*storage|out of storage|insufficient*storage|not enough*space|not enough storage|\
         no space left*mail|storage allocation|mailbox*exceed|storage limit",
    ),
    words(
        BounceReason::System,
        "disk space|disk full|file system|no space|resources|system error|internal error|server error|\
         configuration error|configuration problem|local error|ldap|no such file|queue file|write error|command died|\
         permission denied|incoming mail queue|service shutting down|read-only|temporary lookup failure|\
         conversionfailed|storedrv.deliver|サーバ*エラー|시스템 오류|서버 오류",
    ),
    words(
        BounceReason::Relaying,
        "relay*denied|relaying|not relay|not*to relay|no relay|won't relay|cannot relay|unable to relay|\
         relay*not*permitted|relay access|rcpthosts|requires authentication|not a gateway|smtp auth|\
         authentication required to",
    ),
    plain(BounceReason::Policy, "resolver.rst|delivery restriction"),
    words(
        BounceReason::Policy,
        "authentication required|authentication is required",
    ),
    words(
        BounceReason::Content,
        "headers too|non-ascii|eight bit data|8-bit data|malformed address|incorrectly constructed|header*invalid|\
         invalid*header|header*missing|missing*header|rfc*compl|non-rfc|rfc 5322|rfc5322|rfc 2822|content*reject|\
         attachment*not|attachment*block|attachment*reject|duplicate header|invalid mime|invalidcontent|bare lf|\
         bare line feed|nul characters|message format|message is not in*format|badly formatted|\
         malformed message|body type not supported|conversion required",
    ),
    words(
        BounceReason::Sender,
        "sender address|sender domain|sender's domain|sender's address|from domain|sender*rejected|domain of sender|\
         sender*verif|sender*denied|sender*not*accept|sender is not|sender not|envelope sender|purported responsible|\
         unknown sender|valid from:|from:*domain*invalid|sender unknown|invalid sender|no such sender|sender does|\
         sender doesn't|sender invalid|sender could not|sender couldn't|sender cannot|sender mailbox|sender's mailbox|\
         sender account|sender's account|sender user|return path/return-path/reverse path/reverse-path/return address/\
         from address/originator*invalid/unknown/not exist/n't exist/not found/not valid|발신자*주소",
    ),
    words(
        BounceReason::Sender,
        concat!(
            senders!(),
            "*",
            not_there!(),
            "|",
            not_there!(),
            "*",
            senders!()
        ),
    ),
    words(
        BounceReason::Disabled,
        "account/mailbox/mail box/mbox/user/address/recipient/domain/destination*disabled/suspended/deactivated/\
         discontinued/frozen/on hold/archived/terminated|account/mailbox/mbox/user*inactive/not active/blocked/\
         locked/expired/closed/not enabled|disabled/suspended/deactivated/locked/archived/frozen*account/mailbox/\
         mbox/user/recipient/destination|inactive*account/user/mailbox/mbox|is*not*active|\
         temporarily suspended account|archivee|archivée|휴면|dormant|계정*정지|정지*계정|사용*중지|이용*정지|해지된|\
         gesperrt|deaktiviert|désactivé|desactivad|заблокирован|отключен|已停用|已冻结|被禁用|停止されて",
    ),
    words(BounceReason::Network, "lost connection with"),
    words(
        BounceReason::Expired,
        "try again later|try later|try again in|retry later|ports are busy|server busy|server is busy|greylist|\
         graylist|grey-list|greylisted|retry*timeout|timeout exceeded|too long|message expired|delivery time expired|\
         queue.expired|time*expired|expired|long time|still*retried|will be retried|gave up|giving up*second|\
         last*seconds|temporarily*deferred|temporarily*unavailable|temporary failure|temporary*problem|delayed|\
         undelivered after|could not be delivered for|일시적*오류/지연/실패|한시적|지연되|一時的|vorübergehend|\
         temporairement|temporalmente|暂时",
    ),
    // The address itself.
    words(
        BounceReason::NoMail,
        "null mx|null-mx|host/server/domain/system/machine* accepts no mail/accepts no e-mail|\
         domain does not accept mail|host does not accept mail|server does not accept mail|\
         does not accept mail (|doesn't receive email|no smtp service|not accepting network|nullmx|\
         does not receive mail|domain*does not accept email",
    ),
    plain(
        BounceReason::UserUnknown,
        "unknown user|no such user|user unknown",
    ),
    words(
        BounceReason::HostUnknown,
        "host unknown|unknown host|host not found|host*not found|domain*not known|domain*not*found|domain*not*exist|\
         domain*doesn't exist|host*not*exist|nxdomain|non-existent*domain/host|nonexistent*domain/host|no such host|\
         could not resolve|couldn't resolve|unresolvable*host/domain|unresolvable hostname|recipient*not resolve|\
         name or service not known|no mail exchanger|no mail hosts|no such domain|unknown domain|\
         bad destination host|bad destination system|bad destination mailbox domain|name service error|illegal host|\
         illegal domain|couldn't find any host|couldn't find a mail exchanger|no mx|no*mx*records|\
         unrouteable*address|unroutable|domain*couldn't be found|unable to find*host|invalid domain|bad domain|\
         domain*is not reachable|domain is invalid|도메인*찾을 수 없|도메인*없|도메인*존재하지|ドメイン*見つかり|\
         ドメイン*存在し|域名不存在|找不到*域|domaine*inconnu/introuvable/n'existe|domäne*unbekannt/nicht gefunden/\
         existiert nicht|dominio*desconocid/no existe/non esiste/sconosciut/inesistente|домен*не найден/не существует",
    ),
    words(
        BounceReason::Moved,
        "has moved|not our customer|no longer with|no longer at this|moved to|mailbox*moved|user not local; please|\
         no longer on server|new address is|has changed*address|アドレスを変更",
    ),
    plain(
        BounceReason::UserUnknown,
        "no such mailbox|no such recipient|no such account|no such person|unknown recipient|unknown mailbox|\
         unknown account|unknown local|recipient unknown|mailbox unknown|account unknown|user not found|\
         recipient not found|mailbox not found|account not found|user/recipient/mailbox/account*does not exist/\
         doesn't exist/not exist/could not be found/couldn't be found/cannot be found/not known here|invalid recipient|\
         invalid mailbox|no mailbox*by that name|no mailbox here|no user by that name|not a known user|\
         not a valid mailbox|doesn't have a*account|does not have a*account|nonexistent/non-existent*user/mailbox/\
         account/recipient|존재하지 않는*사용자/계정/아이디/수신자|없는 사용자|없는 계정|없는 아이디|없는 수신자|사용자/\
         계정/아이디/수신자/받는 사람*존재하지 않/찾을 수 없|사용자가 없습니다|계정이 없습니다|아이디가 없습니다|수신자가 없습니다|\
         받는 사람이 없습니다|수신자/받는 사람*주소가 없습니다|宛先/受信者/ユーザ/メールボックス*存在しません/存在しない|\
         宛先不明|用户不存在|无此用户|無此用戶|收件人不存在|utilisateur inconnu|destinataire inconnu|\
         destinataire*n'existe pas|unbekannter empfänger|empfänger unbekannt|benutzer unbekannt|usuario desconocido|\
         usuario no existe|destinatario sconosciuto|utente sconosciuto|usuário não existe|usuário desconhecido|\
         пользователь/получатель*не найден/не существует",
    ),
    words(
        BounceReason::UserUnknown,
        "user/mailbox/mail box/mbox/recipient/address/account/alias/destination/local-part/addressee/userid/username/\
         member/customer*unknown/not found/no found/not exist/n't exist/nt exist/'nt exist/non-existent/nonexistent/\
         not known/invalid/is not valid/not valid/unresolvable/not listed/couldn't be found/could not be found/\
         cannot be found/wasn't found/was not found/not recogni/undeliverable/not a member/not in directory/\
         cannot be verified/not a registered|unknown/no such/invalid/unallocated/non-existent/nonexistent/\
         undeliverable/unrecogni/illegal/incorrect/not a registered/not a valid/isn't a valid/not a known/wrong*user/\
         mailbox/mbox/recipient/address/account/alias/local/person/login|no such id|no user with|no mail box|\
         no user by|not a local mailbox|not a local user|do not have an account|account is unavailable|cannot/\
         could not/can't/couldn't*find*user/mailbox/recipient|no valid recipient|no such email|no mailbox|no account|\
         has no*account|no user here|mailbox*unavailable|mailbox not available|not known|by that name|bad address|\
         bad*recipient|bad destination mailbox|wrong address|user no found|does not exist|doesn't exist|\
         dosen't exist|not exist|doesn't have a*account|does not have a*account|recipnotfound|recipientnotfound|\
         not*recognized|not recognised|not listed|is not a member|does not live here|not in my validrcptto|\
         validrcptto|cuda_nsu|is unknown at|following recipients are invalid|unable to deliver message to|\
         inactive email address|no longer*valid|no longer*exist|no longer available|no longer accepts mail|\
         no longer in use|unknown account|not our*user|recipient*denied*unknown|check if address is correct|\
         recipient address rejected: access denied|존재하지 않|없는 사용자|없는 계정|없는 주소|없는 아이디|주소/\
         사용자/계정/아이디/수신자/받는 사람*찾을 수 없|주소가 없습니다|사용자가 없습니다|계정이 없습니다|아이디가 없습니다|\
         수신자가 없습니다|등록되지 않은|\
         가입되지 않은|탈퇴한|見つから|見つかりません|存在しま|存在しない|宛先不明|該当するユーザ|用户不存在|\
         收件人不存在|无此用户|無此用戶|不存在|找不到|introuvable|inexistant|destinataire/adresse/utilisateur/boîte/\
         boite*inconnu/n'existe pas/invalide/non valide|utilisateur inconnu|nicht gefunden|existiert nicht|\
         kein solcher|empf/benutzer/adresse/postfach/teilnehmer*unbekannt/ungültig|unbekannter/unbekannte*empf/\
         benutzer/adresse/teilnehmer|no existe|inexistente|usuario/destinatario/dirección/direccion/buzón/\
         cuenta*desconocid/no encontrad/no válid|no se encontr*usuario/destinatario/direcci/buzón|utente/\
         destinatario/casella/indirizzo*sconosciut/non trovat/non esiste/non valid|usuário/utilizador/destinatário/\
         endereço/caixa*desconhecid/não encontrad/não existe|не существует|пользователь/получатель/адрес/\
         ящик*не найден/неизвест|nie istnieje|gebruiker/ontvanger/adres/postbus*onbekend/niet gevonden/bestaat niet|\
         bulunamad",
    ),
    // The way there.
    words(
        BounceReason::Network,
        "connect*refused|connection*refused|refused a connection|establish*connection",
    ),
    plain(
        BounceReason::Policy,
        "policy|chosen not to accept|complaints|not allowed|not permitted|prohibit|security|restricted|restriction|\
         permission|unauthorized|not authorized|blocked|user's filter|user's reject|by recipient|by receiver|\
         rejection setting|good standing|transport.rules|message refused|mail*denied|수신*거부|차단|受信*拒否|拒收",
    ),
    words(
        BounceReason::Policy,
        "access denied|rejected|refused|denied|거부*되었|拒否されました|被拒|refusé|abgelehnt|rechazad|rifiutat|отклонен",
    ),
    words(
        BounceReason::Network,
        "connection*timed out|connect*refused|connection*refused|refused a connection|no route|lost connection|\
         connection*lost|network|unreachable|not reachable|loop|hop|socket error|not accept*connect|couldn't connect|\
         could not connect|unable to connect|connection*dropped|connection*reset|timed out|time out|timeout|\
         forwarded more|tls is required|start tls|starttls|handshake|no answer from host|연결*실패|接続*でき",
    ),
];
