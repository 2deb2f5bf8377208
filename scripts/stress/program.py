"""The real program on a database of its own, with a digest that is due to many readers."""

import http.server
import os
import pwd
import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("GUDOK_BIN", ROOT / "target" / "release" / "gudok")).resolve()
LEASE = 4  # seconds, the shortest that there is


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(database, sink, connections):
    return {
        **os.environ,
        "DATABASE_URL": database,
        "GUDOK__SERVER__BIND": f"127.0.0.1:{free_port()}",
        "GUDOK__SERVER__PUBLIC_URL": "http://letters.example.org",
        "GUDOK__FEEDS__ALLOW_PRIVATE": "true",
        "GUDOK__MAIL__URL": sink.url() if sink else "memory:",
        "GUDOK__MAIL__CONNECTIONS": str(connections),
        "GUDOK__MAIL__LEASE": str(LEASE),
        "RUST_LOG": "warn",
    }


def run(database, folder, *arguments):
    subprocess.run([BINARY, *arguments], cwd=folder, env=environment(database, None, 1), check=True, capture_output=True)


def start(database, folder, sink, connections, command="serve", **options):
    log = open(folder / "gudok.log", "ab")
    env = environment(database, sink, connections) | options
    return subprocess.Popen([BINARY, command], cwd=folder, env=env, stdout=log, stderr=log)


def prepare(database, folder, readers, address=lambda number: f"reader{number}@example.org"):
    """Imports so many readers and a new post, so that its digest is due to all of them and not yet planned."""
    rows = "".join(f"{address(number)},each_post\n" for number in range(readers))
    (folder / "list.csv").write_text("email,cadence\n" + rows)
    blog = Blog()
    run(database, folder, "subscribers", "import", "list.csv", "--source", "the old list")
    run(database, folder, "feeds", "add", blog.url)
    blog.posts = 2
    run(database, folder, "feeds", "poll")
    blog.server.shutdown()


class Blog:
    def __init__(self, more=""):
        """A feed of `posts` items, each with some XML more."""
        blog = self
        blog.posts = 1

        class Feed(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                items = "".join(
                    f"<item><title>글 {n}</title><guid>https://blog.example.org/{n}</guid>"
                    f"<link>https://blog.example.org/{n}</link><description>{n}번째 글입니다. 멈추지 않는 발송을 시험합니다.</description>{more}</item>"
                    for n in range(blog.posts)
                )
                body = f'<rss version="2.0"><channel><title>블로그</title><link>https://blog.example.org/</link>{items}</channel></rss>'
                self.send_response(200)
                self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_):
                pass

        blog.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Feed)
        blog.url = f"http://127.0.0.1:{blog.server.server_port}/feed"
        threading.Thread(target=blog.server.serve_forever, daemon=True).start()


def wait_until(is_so, seconds, what):
    ends = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > ends:
            raise SystemExit(f"never in {seconds} s: {what}")
        time.sleep(0.02)


class Postgres:
    """A cluster of our own in a folder, under an account that may run it."""

    def __init__(self, folder):
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        if not programs:
            raise SystemExit("PostgreSQL is missing: apt-get install postgresql")
        self.programs, self.data, self.port = programs[-1], folder / "cluster", free_port()
        account = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        self.who = {"user": account.pw_uid, "group": account.pw_gid} if account else {}
        self.data.mkdir()
        if account:
            os.chmod(folder, 0o755)
            os.chown(self.data, account.pw_uid, account.pw_gid)
        self._run("initdb", "-D", self.data, "-U", "gudok", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.data}"
        self._run("pg_ctl", "-D", self.data, "-w", "-l", self.data / "log", "-o", options, "start")
        self.there = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "gudok"]
        self._run("createdb", *self.there, "gudok")
        self.url = self.url_of("gudok")

    def url_of(self, database):
        return f"postgres://gudok@127.0.0.1:{self.port}/{database}"

    def copy(self, database, name):
        """A new database like another one that nobody uses."""
        self._run("createdb", *self.there, "-T", database, name)

    def is_whole(self, database):
        """What PostgreSQL's own examiner of tables and indexes says."""
        examiner = [self.programs / "pg_amcheck", *self.there, "--install-missing", "--heapallindexed", database]
        return subprocess.run(examiner, capture_output=True).returncode == 0

    def remove(self, database):
        self._run("dropdb", *self.there, database)

    def ask(self, sql, database="gudok"):
        psql = [self.programs / "psql", *self.there, "-AtX", "-c", sql, database]
        return subprocess.run(psql, check=True, capture_output=True, text=True).stdout.strip()

    def stop(self):
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.data, ignore_errors=True)

    def _run(self, program, *arguments):
        subprocess.run([self.programs / program, *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/", **self.who)
