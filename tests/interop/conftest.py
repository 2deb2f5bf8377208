"""Mails of the real binary, for readers and verifiers of other makers: one of each kind, in Korean and in English.

`post` holds what came out of a whole site: keys made by `gudok dkim generate`, a sign-up over HTTP against `gudok serve`,
a comment that waits for its moderator, and a digest from a feed on this machine by `gudok digests run`.
"""

import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections import namedtuple
from datetime import datetime, timedelta, timezone
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

Site = namedtuple("Site", "name sender domain reader title")
Post = namedtuple("Post", "site folder records mails")

SITES = {
    "ko": Site(
        "인공지능을 차분하게 읽는 사람들이 매주 보내 드리는 편지",
        "인공지능을 차분하게 읽는 사람들 <letters@example.org>",
        "example.org",
        "김수한무 거북이와 두루미 삼천갑자 동방삭",
        "작은 모델이 돌아왔다: " + "휴대전화에서 도는 인공지능 " * 6,
    ),
    "en": Site(
        "Letters, quietly",
        '"Editors, the" <letters@예시.한국>',
        "xn--vv4b11d.xn--3e0b707e",
        'O"Neil, Kim',
        "Small models are back, and they run on a phone that you already own " * 2,
    ),
}


@pytest.fixture(scope="session", params=SITES)
def post(request, tmp_path_factory):
    """All mails of a site as bytes, by kind."""
    gudok = Gudok(tmp_path_factory.mktemp(request.param), SITES[request.param], request.param)
    gudok.make_keys()
    gudok.run("admin", "add", "--email", "owner@example.com", "--role", "owner", "--password-stdin", stdin="a long password of hers")
    feed = Feed()
    gudok.run("feeds", "add", feed.url)
    people = gudok.folder / "people.csv"
    name = gudok.site.reader.replace('"', '""')
    people.write_text(f'email,name\nlee@example.com,"{name}"\n', encoding="utf-8")
    gudok.run("subscribers", "import", str(people), "--source", "a list of old")
    with gudok.serving():
        signed_up = {"email": "kim@example.com", "name": gudok.site.reader, "locale": request.param}
        gudok.tell("/api/v1/subscriptions", signed_up)
        gudok.mail("kim@example.com")
        comment = {"thread": "https://blog.example/1", "name": gudok.site.reader, "email": "park@example.com", "body": "글 잘 읽었습니다."}
        gudok.tell("/api/v1/comments", comment)
        gudok.mail("owner@example.com")
    feed.titles.append(gudok.site.title)
    gudok.run("feeds", "poll")
    gudok.run("digests", "run", "--at", (datetime.now(timezone.utc) + timedelta(days=8)).strftime("%Y-%m-%dT%H:%M:%SZ"))
    mails = {
        "confirmation": gudok.mail("kim@example.com"),
        "moderation": gudok.mail("owner@example.com"),
        "digest": gudok.mail("lee@example.com"),
    }
    feed.stop()
    return Post(gudok.site, gudok.folder, gudok.records(), mails)


class Gudok:
    """The binary in a folder of its own, with its mails as files."""

    def __init__(self, folder, site, locale):
        self.folder, self.site = folder, site
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{held.getsockname()[1]}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GUDOK", "DATABASE_URL"))}
        self.environment = kept | {
            "GUDOK__SERVER__BIND": self.address,
            "GUDOK__SERVER__PUBLIC_URL": "https://" + "a-long-name." * 8 + "example.org",
            "GUDOK__DATABASE__URL": f"sqlite:{folder}/gudok.db",
            "GUDOK__MAIL__URL": f"file:{folder}/mail",
            "GUDOK__SITE__NAME": site.name,
            "GUDOK__SITE__SENDER": site.sender,
            "GUDOK__SITE__REPLY_TO": f"{site.name} <editors@example.org>",
            "GUDOK__SITE__LOCALE": locale,
            "GUDOK__FEEDS__ALLOW_PRIVATE": "true",
        }

    def make_keys(self):
        self.run("dkim", "generate", "--selector", "s1", "--out", "keys")
        for kind in ("rsa", "ed25519"):
            self.environment[f"GUDOK__DKIM__{kind.upper()}_SELECTOR"] = f"s1-{kind}"
            self.environment[f"GUDOK__DKIM__{kind.upper()}_KEY_FILE"] = f"{self.folder}/keys/s1-{kind}.pem"

    def records(self):
        """What is to be published, in a file and as name → value."""
        text = self.run("dkim", "records", "--json")
        (self.folder / "records.json").write_text(text, encoding="utf-8")
        return {record["name"]: record["value"] for record in json.loads(text)}

    def run(self, *arguments, stdin=""):
        done = subprocess.run(
            [binary(), *arguments],
            cwd=self.folder,
            env=self.environment,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        assert done.returncode == 0, f"gudok {' '.join(arguments)}: {done.returncode}\n{done.stderr}"
        return done.stdout

    def serving(self):
        return Serving(self)

    def tell(self, path, fields):
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"http://{self.address}{path}", json.dumps(fields).encode(), headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.status == 202

    def mail(self, recipient):
        """The bytes of the one mail to this recipient, waited for."""

        def arrived():
            for file in sorted((self.folder / "mail").glob("*.eml")):
                raw = file.read_bytes()
                if recipient in message_from_bytes(raw, policy=policy.default)["To"]:
                    return raw

        return wait_until(arrived, f"no mail to {recipient}")


class Serving:
    def __init__(self, gudok):
        self.gudok = gudok

    def __enter__(self):
        output = (self.gudok.folder / "output.txt").open("ab")
        self.process = subprocess.Popen(
            [binary(), "serve"],
            cwd=self.gudok.folder,
            env=self.gudok.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        output.close()
        wait_until(self.answers, "gudok serve is not ready")

    def answers(self):
        try:
            with urllib.request.urlopen(f"http://{self.gudok.address}/readyz", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


class Feed:
    """A feed on this machine; what is appended to `titles` is out."""

    def __init__(self):
        feed = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                body = feed.text().encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.titles = ["지난 글"]
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server.server_port}/feed"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def text(self):
        now = datetime.now(timezone.utc).strftime("%a, %d %b %Y %H:%M:%S +0000")
        sentence = "작은 모델이 휴대전화에서 돌기 시작했습니다.  두 칸이  있는 줄도 있습니다. "
        items = "".join(
            f"<item><title>{title}</title><link>http://127.0.0.1:{self.server.server_port}/{number}</link>"
            f"<guid isPermaLink='false'>{number}</guid><pubDate>{now}</pubDate><description>{sentence * 12}</description></item>"
            for number, title in enumerate(self.titles)
        )
        return f"<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel><title>글</title>{items}</channel></rss>"

    def stop(self):
        self.server.shutdown()


def binary():
    named = os.environ.get("GUDOK_BIN")
    if named:
        return named
    built = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug/gudok"
    if not built.exists():
        pytest.fail(f"no {built}: run cargo build, or set GUDOK_BIN", pytrace=False)
    return str(built)


def wait_until(condition, complaint):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        time.sleep(0.05)
    pytest.fail(complaint, pytrace=False)


def links(text):
    return re.findall(r"https?://[^\s<>\"']+", text)
