"""A mail server that misbehaves for a while at chosen places of the conversation, and remembers what became of each mail."""

import asyncio
import random
import re
import ssl
import subprocess
import threading
import time
from dataclasses import dataclass, field

HANG, DRIP, CLOSE, GARBAGE, STRANGER = "hang", "drip", "close", "garbage", "stranger"
DRIP_SECONDS = 0.3
MAILS_A_CONNECTION = 20  # then 421, as many servers do: so connections are opened all the time


@dataclass
class Fault:
    """What the server does at which place, instead of the honest thing: HANG, DRIP, CLOSE, or a reply that it gives."""

    name: str
    does: dict  # banner, hello, starttls, handshake, mail, rcpt, data, content or dot → what it does there
    share: float = 0.5  # of the times at which it comes to such a place
    times: float = 24  # so often, then it is honest
    seconds: float = float("inf")  # or after so long since the first time
    who: object = lambda place, recipient: True
    under_tls: bool = False


@dataclass
class Try:
    """A mail whose final dot arrived."""

    message_id: str
    answer: str = ""  # none yet, or none ever

    def is_taken(self):
        return self.answer.startswith("2")


@dataclass
class Record:
    """What the server saw."""

    met: int = 0  # how often it misbehaved
    tries: dict = field(default_factory=dict)  # recipient → its tries, in order
    refused: dict = field(default_factory=dict)  # recipient → how often it was refused for good
    in_the_clear: int = 0  # commands about mails that came without TLS where TLS is asked for
    held: float = 0.0  # seconds that a client waited longest while the server hung
    hanging: int = 0  # connections that hang now


class Over(Exception):
    """The server has nothing more to say on this connection."""


class Troublemaker:
    """Listens on a free port of this machine in a thread of its own, until `stop`."""

    def __init__(self, fault, certificates):
        self.fault, self.left, self.honest_at, self.record = fault, fault.times, None, Record()
        self.certificates = certificates
        self.chance = random.Random(fault.name)
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait()

    def url(self):
        tls = f"required&ca={self.certificates.authority}" if self.fault.under_tls else "none"
        return f"smtp://127.0.0.1:{self.port}?tls={tls}"

    def stop(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def strikes(self, place, recipient=None):
        """What it does here instead of the honest thing, if it is to misbehave now."""
        does = self.fault.does.get(place)
        if does is None or not self.fault.who(place, recipient) or self.chance.random() >= self.fault.share:
            return None
        now = time.monotonic()
        self.honest_at = self.honest_at or now + self.fault.seconds
        if self.left <= 0 or now > self.honest_at:
            return None
        self.left -= 1
        self.record.met += 1
        return does

    def _run(self, ready):
        asyncio.set_event_loop(self._loop)
        start = asyncio.start_server(self._converse, "127.0.0.1", 0, backlog=1024, limit=1 << 22)
        server = self._loop.run_until_complete(start)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.1))
        self._loop.close()

    async def _converse(self, reader, writer):
        try:
            await Conversation(self, reader, writer).hold()
        except (Over, OSError, ssl.SSLError, asyncio.IncompleteReadError):
            pass  # the connection has ended
        finally:
            writer.close()


class Conversation:
    """RFC 5321 as far as a sender needs it, with STARTTLS, and on most connections with PIPELINING."""

    def __init__(self, server, reader, writer):
        self.server, self.reader, self.writer = server, reader, writer
        self.is_secret, self.recipient, self.mails = False, None, 0
        self.pipelines = server.chance.random() < 0.75

    async def hold(self):
        await self.answer("banner", "220 relay ready")
        while True:
            line = (await self.reader.readuntil(b"\r\n")).decode().rstrip()
            verb = line[:4].upper()
            if verb in ("MAIL", "RCPT", "DATA", "AUTH") and self.server.fault.under_tls and not self.is_secret:
                self.server.record.in_the_clear += 1
            if verb == "EHLO":
                await self.answer("hello", self.offer())
            elif verb == "STAR":
                if (await self.answer("starttls", "220 go on")).startswith("220"):
                    await self.shake_hands()
            elif verb == "MAIL" and self.mails >= MAILS_A_CONNECTION:
                await self.say("421 4.7.0 enough for one connection")
            elif verb == "MAIL":
                self.mails, self.recipient = self.mails + 1, None
                await self.answer("mail", "250 2.1.0 ok")
            elif verb == "RCPT":
                self.recipient = line[line.index("<") + 1 : line.rindex(">")]
                if not (await self.answer("rcpt", "250 2.1.5 ok")).startswith("2"):
                    self.recipient = None
            elif verb == "DATA" and not self.recipient:
                await self.say("503 5.5.1 no recipient")
            elif verb == "DATA":
                if (await self.answer("data", "354 go on")).startswith("354"):
                    await self.content()
            elif verb == "QUIT":
                await self.say("221 2.0.0 bye")
                raise Over
            else:
                await self.say("250 2.0.0 ok")

    def offer(self):
        lines = ["relay", "8BITMIME"]
        lines += ["PIPELINING"] if self.pipelines else []
        if self.server.fault.under_tls and not self.is_secret and not self.server.strikes("offer"):
            lines.append("STARTTLS")
        return "".join(f"250-{line}\r\n" for line in lines[:-1]) + f"250 {lines[-1]}"

    async def shake_hands(self):
        does = self.server.strikes("handshake")
        if does == GARBAGE:
            self.writer.write(bytes(self.server.chance.randrange(256) for _ in range(4_000)))
            await self.writer.drain()
            raise Over
        if does in (HANG, CLOSE):
            await self.misbehave(does)
        certificates = self.server.certificates
        await self.writer.start_tls(certificates.strange if does == STRANGER else certificates.own)
        self.is_secret = True

    async def content(self):
        if does := self.server.strikes("content", self.recipient):
            await self.reader.readexactly(1)
            await self.misbehave(does)
        content = await self.reader.readuntil(b"\r\n.\r\n")
        found = re.search(rb"^Message-ID:\s*(<[^>]+>)", content, re.MULTILINE | re.IGNORECASE)
        attempt = Try(found[1].decode() if found else "")
        self.server.record.tries.setdefault(self.recipient, []).append(attempt)
        attempt.answer = await self.answer("dot", "250 2.0.0 taken")
        self.recipient = None

    async def answer(self, place, honest):
        """Says the honest thing or does what it does here instead; returns what it said."""
        does = self.server.strikes(place, self.recipient)
        if does in (HANG, DRIP, CLOSE):
            await self.misbehave(does)
        said = does or honest
        if said.startswith("5"):
            refused = self.server.record.refused
            refused[self.recipient] = refused.get(self.recipient, 0) + 1
        if place == "dot":
            # Before it is on its way, so that nobody finds it answered and not noted.
            self.server.record.tries[self.recipient][-1].answer = said
        await self.say(said)
        return said

    async def say(self, reply):
        self.writer.write(reply.encode() + b"\r\n")
        await self.writer.drain()
        if reply.startswith("421"):
            raise Over

    async def misbehave(self, does):
        record, began = self.server.record, time.monotonic()
        if does in (HANG, DRIP):
            record.hanging += 1
            try:
                await (self.drip() if does == DRIP else self.listen())
            finally:
                record.hanging -= 1
                record.held = max(record.held, time.monotonic() - began)
        raise Over


    async def listen(self):
        """Says nothing for as long as anybody is there."""
        while await self.reader.read(65_536):
            pass

    async def drip(self):
        """Speaks, and never comes to the end of its line."""
        listening = asyncio.ensure_future(self.listen())
        while not listening.done():
            self.writer.write(b"2")
            await asyncio.wait([listening], timeout=DRIP_SECONDS)
        listening.result()


class Certificates:
    """An authority that the program is told to trust, a certificate of it for this machine, and one of a stranger's."""

    def __init__(self, folder):
        self.authority = folder / "authority.pem"
        self.own = self._context(folder, "authority")
        self.strange = self._context(folder, "stranger")

    def _context(self, folder, issuer):
        pem, key = folder / f"{issuer}.pem", folder / f"{issuer}.key"
        leaf, leaf_key = folder / f"{issuer}-leaf.pem", folder / f"{issuer}-leaf.key"
        new = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
        sign = ["-CA", pem, "-CAkey", key, "-addext", "basicConstraints=critical,CA:FALSE"]
        for command in (
            [*new, "-subj", f"/CN={issuer}", "-keyout", key, "-out", pem],
            [*new, "-subj", "/CN=relay", "-addext", "subjectAltName=IP:127.0.0.1", *sign, "-keyout", leaf_key, "-out", leaf],
        ):
            subprocess.run(command, check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(leaf, leaf_key)
        return context
