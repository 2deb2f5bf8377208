"""What Gudok meets outside of its machine: a blog behind TLS and a relay with STARTTLS, with certificates of one authority."""

import base64
import email
import email.policy
import http.server
import socketserver
import ssl
import subprocess
import threading

BLOG = "blog.example.org"
RELAY = "smtp.example.org"
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>AI Notes</title><link>https://blog.example.org/</link><description>Notes.</description>
<item><title>A small model at home</title><link>https://blog.example.org/home</link><guid>https://blog.example.org/home</guid>
<description>It answers slowly on an old laptop. It needs no network, and the battery lasts an evening.</description></item>
</channel></rss>"""


class World:
    def __init__(self, folder):
        self.authority = folder / "authority.crt"
        self.mails = []
        self.credentials = set()
        make_certificates(folder)
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(folder / "server.crt", folder / "server.key")
        blog = http.server.ThreadingHTTPServer(("127.0.0.1", 443), Blog)
        blog.socket = self.tls.wrap_socket(blog.socket, server_side=True)
        relay = socketserver.ThreadingTCPServer(("127.0.0.1", 587), Relay)
        relay.world = self
        relay.daemon_threads = True
        self._servers = [blog, relay]
        for server in self._servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()

    def mails_to(self, address):
        return [mail for recipient, mail in self.mails if recipient == address]

    def close(self):
        for server in self._servers:
            server.shutdown()
            server.server_close()


class Blog(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        status, body = (200, FEED.encode()) if self.path == "/feed" else (404, b"")
        self.send_response(status)
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Relay(socketserver.StreamRequestHandler):
    """Takes mails over TLS, from clients that sign in."""

    def handle(self):
        is_secure, sender, recipient = False, None, None
        self.reply("220 smtp.example.org ready")
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            verb, _, rest = line.partition(" ")
            verb = verb.upper()
            if verb == "EHLO":
                self.reply("250-smtp.example.org")
                self.reply("250 AUTH PLAIN" if is_secure else "250 STARTTLS")
            elif verb == "STARTTLS":
                self.reply("220 go ahead")
                self.connection = self.server.world.tls.wrap_socket(self.connection, server_side=True)
                self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
                is_secure = True
            elif not is_secure and verb != "QUIT":
                self.reply("530 5.7.0 TLS first")
            elif verb == "AUTH":
                self.server.world.credentials.add(base64.b64decode(rest.split()[1]).decode().strip("\0"))
                self.reply("235 2.7.0 welcome")
            elif verb == "MAIL":
                sender = rest
                self.reply("250 2.1.0 ok")
            elif verb == "RCPT":
                recipient = rest[rest.index("<") + 1 : rest.index(">")]
                self.reply("250 2.1.5 ok")
            elif verb == "DATA":
                self.reply("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                text = b"".join(line[1:] if line.startswith(b".") else line for line in lines)
                self.server.world.mails.append((recipient, email.message_from_bytes(text, policy=email.policy.default)))
                self.reply("250 2.0.0 taken")
            elif verb == "QUIT":
                self.reply("221 2.0.0 bye")
                break
            else:
                self.reply("250 2.0.0 ok")
        self.connection.close()

    def reply(self, line):
        self.wfile.write(f"{line}\r\n".encode())


def make_certificates(folder):
    names = f"subjectAltName=DNS:{BLOG},DNS:{RELAY}"
    (folder / "names").write_text(names)
    for arguments in [
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=Test-authority -keyout authority.key -out authority.crt",
        "req -newkey rsa:2048 -nodes -subj /CN=server -keyout server.key -out server.csr",
        "x509 -req -in server.csr -CA authority.crt -CAkey authority.key -CAcreateserial -days 2 -extfile names -out server.crt",
    ]:
        subprocess.run(["openssl", *arguments.split()], cwd=folder, check=True, capture_output=True)
