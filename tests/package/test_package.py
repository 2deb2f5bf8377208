"""Installs the Debian package in a clean Debian that boots, and does there what README's "Run it for real" says.

    scripts/package --binary target/debug/gudok && python3 -m unittest discover --verbose --failfast --start-directory tests/package

The blocks of the README are run as they are written. Needs root, debootstrap and openssl.
"""

import contextlib
import http.client
import os
import re
import sys
import time
import unittest
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from root import CleanRoot
from world import BLOG, RELAY, World

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
PUBLIC = "https://letters.example.org"
PASSWORD = "시냇물 소리가 들리는 열두 번째 방"


def blocks(language):
    """The README's blocks of "Run it for real" in one language."""
    section = (ROOT / "README.md").read_text().split("## Run it for real")[1].split("\n## ")[0]
    found = re.findall(rf"^ *```{language}\n(.*?)^ *```", section, re.MULTILINE | re.DOTALL)
    return [re.sub(r"^   ", "", block, flags=re.MULTILINE) for block in found]


INSTALL, START, FILL = blocks("sh")


class Visitor:
    """Speaks to Gudok as the proxy does, and keeps cookies."""

    def __init__(self):
        self.cookies = {}

    def ask(self, method, path, fields=None):
        headers = {"Host": "letters.example.org", "X-Forwarded-For": "192.0.2.7", "Accept-Language": "en"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": PUBLIC}
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", 8080, timeout=30)) as connection:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            for cookie in reply.msg.get_all("Set-Cookie", []):
                name, _, value = cookie.split(";")[0].partition("=")
                self.cookies[name] = value
            return reply.status, reply.read().decode()

    def fill_in(self, path, action, fields):
        """Opens a page and posts its form as a reader does."""
        _, page = self.ask("GET", path)
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
        time.sleep(3)  # a form counts three seconds after it was served
        status, reply = self.ask("POST", action, hidden | fields)
        assert status in (200, 303), f"{action}: {status}\n{reply}"
        return page


def wait_for(look, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.2)
    raise AssertionError(f"nothing came within {seconds} seconds")


class Package(unittest.TestCase):
    """One story; the steps run in the order of their names."""

    @classmethod
    def setUpClass(cls):
        cls.owner = Visitor()
        cls.package = next((TARGET / "package").glob("gudok_*.deb"), None)
        if cls.package is None:
            raise AssertionError("there is no package to test; run scripts/package first")
        cls.machine = CleanRoot(TARGET / "package" / "root")
        cls.addClassCleanup(cls.machine.close)
        outside = TARGET / "package" / "world"
        outside.mkdir(exist_ok=True)
        cls.world = World(outside)
        cls.addClassCleanup(cls.world.close)
        inside = cls.machine.folder
        with (inside / "etc/hosts").open("a") as hosts:
            hosts.write(f"127.0.0.1 localhost {BLOG} {RELAY}\n")
        (inside / "usr/local/share/ca-certificates/test.crt").write_bytes(cls.world.authority.read_bytes())
        cls.machine.run("update-ca-certificates")

    def as_gudok(self, command):
        """A line of the README with `sudo`, which a minimal Debian has not."""
        line = command.replace("sudo -u gudok ", "runuser -u gudok -- ").replace("sudo ", "")
        return self.machine.run(f"cd /etc/gudok && {line}")

    def log(self):
        return self.machine.run("journalctl -u gudok --no-pager --output=cat")

    def test_1_the_package_installs_and_does_not_start_unconfigured(self):
        version, architecture = self.package.name.removesuffix(".deb").split("_")[1:]
        self.assertIn(f"apt install ./gudok_{version}_amd64.deb", INSTALL)
        (self.machine.folder / "root" / self.package.name).write_bytes(self.package.read_bytes())
        line = INSTALL.replace("sudo ", "").replace("amd64", architecture).strip()
        printed = self.machine.run(f"cd /root && {line.replace('apt install', 'apt-get install -q')}")
        self.assertIn("Edit /etc/gudok/gudok.toml", printed)
        self.assertEqual(self.machine.run("systemctl is-active gudok", check=False).strip(), "inactive")
        self.assertEqual(self.machine.run("systemctl is-enabled gudok").strip(), "enabled")
        rights = self.machine.run("stat -c '%a %U:%G %n' /etc/gudok/gudok.toml /etc/default/gudok /var/lib/gudok /usr/bin/gudok")
        self.assertEqual(rights.splitlines(), [
            "640 root:gudok /etc/gudok/gudok.toml",
            "640 root:gudok /etc/default/gudok",
            "700 gudok:gudok /var/lib/gudok",
            "755 root:root /usr/bin/gudok",
        ])
        self.as_gudok("sudo -u gudok gudok migrate")
        self.machine.run("ls /usr/share/man/man1/gudok.1* /usr/share/man/man1/gudok-status.1*")
        self.machine.run("ls /usr/share/bash-completion/completions/gudok /usr/share/zsh/vendor-completions/_gudok")
        self.assertIn("no process is running", self.as_gudok("sudo -u gudok gudok status"))

    def test_2_the_unit_is_right_and_hardened(self):
        self.assertEqual(self.machine.run("systemd-analyze verify gudok.service"), "")
        self.machine.run("systemd-analyze security --no-pager --threshold=15 gudok.service")

    def test_3_it_starts_with_the_configuration_of_the_readme(self):
        inside = self.machine.folder
        (configured,) = blocks("toml")
        (inside / "etc/gudok/gudok.toml").write_text(
            configured
            # The blog of this test is on this machine.
            + '[feeds]\nallow_private = true\n'
            + re.search(r"\[database\].*?\n\n", (inside / "etc/gudok/gudok.toml").read_text(), re.DOTALL)[0]
        )
        with (inside / "etc/default/gudok").open("a") as environment:
            environment.write(f"GUDOK__MAIL__URL=smtp://gudok:from-the-environment@{RELAY}:587\n")
        self.machine.run(START.splitlines()[0].replace("sudo ", ""))
        link = wait_for(lambda: re.search(rf"{PUBLIC}(/admin/setup/\S+)", self.as_gudok(START.splitlines()[1] + " --no-pager")))
        self.assertEqual(self.owner.ask("GET", link[1])[0], 200)
        status, page = self.owner.ask("POST", link[1], {"email": "jieun@example.org", "password": PASSWORD})
        self.assertEqual(status, 303, page)
        self.assertIn("jieun@example.org", self.owner.ask("GET", "/admin/comments")[1])

    def test_4_the_blog_and_the_old_list_come_in(self):
        (self.machine.folder / "tmp").mkdir(exist_ok=True)
        self.machine.run("cat >/tmp/list.csv", stdin="email,name\nminsu@example.net,Kim Minsu\n")
        for line in FILL.splitlines()[1:]:
            self.as_gudok(line)
        self.assertIn("minsu@example.net", self.as_gudok("sudo -u gudok gudok subscribers export"))
        self.assertIn(f"https://{BLOG}/feed", self.as_gudok("sudo -u gudok gudok feeds list"))
        self.assertEqual(self.machine.run("stat -c %U /var/lib/gudok/gudok.backup").strip(), "gudok")

    def test_5_a_reader_subscribes_by_the_mail_that_arrives(self):
        reader = Visitor()
        page = reader.fill_in("/", "/subscriptions", {"email": "sora@example.com", "cadence": "each_post"})
        self.assertIn("인공지능 읽기", page)
        (mail,) = wait_for(lambda: self.world.mails_to("sora@example.com"))
        self.assertEqual(self.world.credentials, {"gudok\0from-the-environment"})
        link = re.search(rf"{PUBLIC}(/subscriptions/\S+)", mail.get_body(("plain",)).get_content())[1]
        reader.fill_in(link, f"{link}/confirmation", {})
        self.assertIn("sora@example.com", self.as_gudok("sudo -u gudok gudok subscribers export"))

    def test_6_a_comment_under_a_post_reaches_the_moderator(self):
        thread = f"/comments?thread=https://{BLOG}/home"
        comment = {"name": "Sora", "email": "sora@example.com", "body": "How warm does the laptop get?"}
        self.assertIn("A small model at home", Visitor().fill_in(thread, "/comments", comment))
        self.assertIn("How warm does the laptop get?", self.owner.ask("GET", "/admin/comments")[1])
        wait_for(lambda: self.world.mails_to("jieun@example.org"))

    def test_7_it_stops_and_restarts_in_order(self):
        self.machine.run("systemctl restart gudok")
        wait_for(lambda: self.log().count(f"Gudok is at {PUBLIC}") == 2)
        shown = self.machine.run("systemctl show --property=NRestarts,Result gudok").split()
        self.assertEqual(set(shown), {"NRestarts=0", "Result=success"})

    def test_8_an_update_keeps_the_configuration_and_restarts(self):
        before = self.machine.run("systemctl show --property=MainPID gudok")
        configured = self.machine.run("cat /etc/gudok/gudok.toml")
        self.machine.run(f"dpkg --install /root/{self.package.name}")
        self.assertEqual(self.machine.run("cat /etc/gudok/gudok.toml"), configured)
        self.assertEqual(self.machine.run("systemctl is-active gudok").strip(), "active")
        self.assertNotEqual(self.machine.run("systemctl show --property=MainPID gudok"), before)

    def test_9_a_purge_stops_it_and_leaves_the_data(self):
        printed = self.machine.run("dpkg --purge gudok")
        self.assertIn("stays in /var/lib/gudok", printed)
        self.assertEqual(self.machine.run("systemctl is-active gudok", check=False).strip(), "inactive")
        self.machine.run("test -e /var/lib/gudok/gudok.db && test ! -e /etc/gudok/gudok.toml && test ! -e /usr/bin/gudok")


if __name__ == "__main__":
    unittest.main()
