"""Python's own reader of mails, dkimpy and mailauth on what Gudok sends."""

import json
import os
import subprocess
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr
from pathlib import Path

import dkim
import pytest
from conftest import links

KINDS = ("confirmation", "moderation", "digest")
ALGORITHMS = [b"ed25519-sha256", b"rsa-sha256"]
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
NODE_MODULES = os.environ.get("GUDOK_NODE_MODULES", CACHE / "gudok-tests-node/node_modules")


@pytest.fixture(params=KINDS)
def mail(request, post):
    return post.mails[request.param]


def read(raw):
    return message_from_bytes(raw, policy=policy.default)


def raw_header(raw, name):
    """Decoded by the older of Python's readers: the newer one leaves the space between two encoded words of a name."""
    return message_from_bytes(raw)[name]


def headers_of(raw, name):
    return [value for header, value in read(raw).items() if header.lower() == name.lower()]


# --- signatures ------------------------------------------------------------------------------------------------------


def verdicts_of_dkimpy(raw, records):
    lookup = lambda name, timeout=5: records.get(name.decode().rstrip("."), "").encode()
    verdicts = []
    for index in range(len(headers_of(raw, "DKIM-Signature"))):
        checker = dkim.DKIM(raw)
        try:
            held = checker.verify(index, dnsfunc=lookup)
        except dkim.DKIMException as error:
            held = error
        verdicts.append((checker.signature_fields[b"a"], held))
    return verdicts


def verdicts_of_mailauth(raw, post):
    file = post.folder / "checked.eml"
    file.write_bytes(raw)
    done = subprocess.run(
        ["node", Path(__file__).with_name("verify.js"), file, post.folder / "records.json"],
        env=os.environ | {"NODE_PATH": str(NODE_MODULES)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_dkimpy_finds_that_both_signatures_hold(mail, post):
    assert verdicts_of_dkimpy(mail, post.records) == [(algorithm, True) for algorithm in ALGORITHMS]


def test_mailauth_finds_that_both_signatures_hold(mail, post):
    verdicts = verdicts_of_mailauth(mail, post)
    assert [verdict["algo"].encode() for verdict in verdicts] == ALGORITHMS
    for verdict in verdicts:
        assert verdict["result"] == "pass", verdict
        assert verdict["signingDomain"] == post.site.domain
        assert verdict["aligned"], "DMARC wants the sender's own domain"


@pytest.mark.parametrize(
    "change",
    [
        lambda mail: mail.replace(b"\r\nFrom: ", b"\r\nFrom: evil@example.net\r\nFrom: ", 1),
        lambda mail: mail.replace(b"\r\nSubject:", b"\r\nSubject: x\r\nSubject:", 1),
        lambda mail: mail.replace(b"\r\nReply-To:", b"\r\nReply-To: evil@example.net\r\nX-Was:", 1),
        lambda mail: mail.replace(b"\r\nMIME-Version: 1.0", b"\r\nMIME-Version: 1.1", 1),
        lambda mail: mail + b"more\r\n",
    ],
    ids=["a second From", "a second Subject", "another Reply-To", "another MIME-Version", "a longer body"],
)
def test_neither_verifier_lets_a_change_through(change, post):
    mail = change(post.mails["digest"])
    assert mail != post.mails["digest"]
    assert not any(held is True for _, held in verdicts_of_dkimpy(mail, post.records))
    assert not any(verdict["result"] == "pass" for verdict in verdicts_of_mailauth(mail, post))


# --- form ------------------------------------------------------------------------------------------------------------


def test_python_finds_no_defect(mail):
    message = read(mail)
    for part in message.walk():
        assert part.defects == []
        for name, value in part.items():
            assert value.defects == (), f"{name}: {value}"
    assert mail.isascii()
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    for part in message.iter_parts():
        assert part.get_content().strip()


def test_no_line_is_longer_than_it_must_be(mail):
    assert mail.count(b"\n") == mail.count(b"\r\n") == mail.count(b"\r")
    head, body = mail.split(b"\r\n\r\n", 1)
    for line in head.split(b"\r\n"):
        assert len(line) <= 998
        assert len(line) <= 78 or len(line.split()) == 1, line
        assert all(len(word) <= 75 for word in line.split() if word.startswith(b"=?")), line
    assert all(len(line) <= 76 for line in body.split(b"\r\n"))


def test_names_subjects_and_addresses_are_those_that_were_set(post):
    confirmation, digest = read(post.mails["confirmation"]), read(post.mails["digest"])
    mailbox = lambda name, kind="confirmation": parseaddr(str(make_header(decode_header(raw_header(post.mails[kind], name)))))
    assert mailbox("To") == ("", "kim@example.com")  # who asked may be a stranger
    assert mailbox("To", "digest") == (post.site.reader, "lee@example.com")
    assert mailbox("From") == (post.site.sender.rsplit(" <", 1)[0].strip('"'), f"letters@{post.site.domain}")
    assert mailbox("Reply-To") == (post.site.name, "editors@example.org")
    for name in ("To", "From", "Reply-To"):
        assert len(confirmation[name].addresses) == 1
    assert digest["Subject"].startswith(post.site.title[:10])
    assert post.site.title.strip() in digest.get_body(("plain",)).get_content()


def test_bulk_mail_can_be_left_with_one_click(post):
    digest = read(post.mails["digest"])
    unsubscribe = digest["List-Unsubscribe"].strip()
    assert digest["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for part in ("plain", "html"):
        assert unsubscribe.strip("<>") in links(digest.get_body((part,)).get_content())
    assert digest["List-Id"] is not None and str(digest["List-Id"]).endswith(f"<newsletter.{post.site.domain}>")
    edition, kind, sender = digest["Feedback-ID"].split(":")
    assert kind == "digest" and edition and 5 <= len(sender) <= 15


def test_only_a_notice_says_that_no_person_wrote_it(post):
    said = {kind: read(mail)["Auto-Submitted"] for kind, mail in post.mails.items()}
    assert said == {"confirmation": None, "moderation": "auto-generated", "digest": None}
