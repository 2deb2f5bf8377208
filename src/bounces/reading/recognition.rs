//! Recognises reports. A reader's reply that quotes a bounce is not a report.

use super::mime::ReturnedMail;
use super::phrases::says;
use super::status::reply_code;

/// Names of reporters, without hyphens and underscores.
const SENDERS: &[&str] = &[
    "mailerdaemon",
    "postmaster",
    "mail delivery",
    "daemon",
    "mail system",
    "mail administrator",
    "mail server",
    "microsoftexchange",
    "mail gateway",
    "mdaemon",
    "listserv",
    "majordomo",
];

/// Names of managers of mailing lists. A person may be admin@.
const LISTS: &[&str] = &["-admin@", "-owner@", "-request@", "-bounces@", "owner-"];

/// Words in the subjects of reports.
const SUBJECTS: &[&str] = &[
    "undeliver",
    "delivery",
    "deliver mail",
    "not delivered",
    "returned mail",
    "returning",
    "failure",
    "failed",
    "not be delivered",
    "mail system error",
    "error sending",
    "mail error",
    "bounce",
    "returned to sender",
    "rejected",
    "message status",
    "loop alert",
    "반송",
    "전송 실패",
    "전송실패",
    "실패",
    "배달",
    "配信",
    "送信エラー",
    "配達",
    "エラー",
    "戻り",
    "退信",
    "未送达",
    "未傳遞",
    "退回",
    "投递",
    "non remis",
    "non distribu",
    "non délivré",
    "échec",
    "unzustellbar",
    "zugestellt",
    "zustell",
    "no entregad",
    "devuelt",
    "fallo",
    "mancata consegna",
    "non recapitat",
    "não entregue",
    "devolvid",
    "недостав",
    "не доставлен",
    "не может быть доставлен",
    "onbestelbaar",
    "niet bezorgd",
];

/// Phrases of reports; `*` as in `phrases`.
const PHRASES: &[&str] = &[
    "transcript of session",
    "not*delivered",
    "n't*delivered",
    "undeliver",
    "not*be reached",
    "was returned",
    "no such user",
    "no such account",
    "user unknown",
    "unknown user",
    "could not deliver",
    "unable to deliver",
    "wasn't able to deliver",
    "delivery*failed",
    "failed*deliver",
    "could not be sent",
    "did not reach",
    "error*delivering",
    "trouble delivering",
    "deliver*error",
    "returned*sender",
    "delivery problems",
    "rejected*recipient",
    "전송*못",
    "전송*실패",
    "전달*못",
    "배달*못",
    "반송되",
    "送信できませんでした",
    "送信できません",
    "配信できません",
    "配信できませんでした",
    "届けることができません",
    "届きませんでした",
    "n'a pas pu être",
    "remise*échoué",
    "échec*remise",
    "non remis",
    "nicht zugestellt",
    "unzustellbar",
    "no*entregar",
    "no*entregado",
    "non*consegnat",
    "não*entregue",
    "не*доставлен",
    "退回",
    "无法*传递",
    "无法*送达",
    "无法投递",
    "投递失败",
];

/// Returns whether the mail is a report. Two of four signs make one: the sender, the subject, the words, a returned mail.
/// A person's automatic reply (RFC 3834, section 5) is none, even if it quotes a mail. Exim marks its reports in the same way, but
/// sends them as a mail system.
pub(super) fn is_report(mail: &ReturnedMail) -> bool {
    let subject = mail.subject.to_lowercase();
    let is_named_system = is_named_as_system(mail);
    let submitted = mail.headers.get("auto-submitted").unwrap_or_default();
    if submitted.to_lowercase().starts_with("auto-replied") && !is_named_system {
        return false;
    }
    let is_from_system = is_named_system
        || mail
            .headers
            .get("return-path")
            .is_some_and(|path| path == "<>");
    let text = mail.free_text.text.to_lowercase();
    let is_called_so = SUBJECTS.iter().any(|word| subject.contains(word));
    let says_so = mail.headers.get("x-failed-recipients").is_some()
        || text.lines().any(begins_with_code)
        || PHRASES.iter().any(|phrase| says(&text, phrase));
    [
        is_from_system,
        is_called_so,
        says_so,
        mail.originals.has_headers,
    ]
    .into_iter()
    .filter(|sign| *sign)
    .count()
        >= 2
}

/// Returns whether the sender is called what mail systems and managers of lists are called.
pub(super) fn is_named_as_system(mail: &ReturnedMail) -> bool {
    let sender = mail.headers.get("from").unwrap_or_default().to_lowercase();
    let from = sender.replace(['-', '_'], "");
    from.trim().is_empty()
        || from.contains("<>")
        || LISTS.iter().any(|word| sender.contains(word))
        || SENDERS.iter().any(|word| from.contains(word))
}

/// A refusal quoted as it came.
fn begins_with_code(line: &str) -> bool {
    let line = line.trim_start();
    let is_ended = matches!(line.as_bytes().get(3), Some(b' ' | b'-'));
    is_ended && line.get(..3).is_some_and(|code| reply_code(code).is_some())
}
