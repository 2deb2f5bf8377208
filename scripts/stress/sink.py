"""A mail server that remembers who got which Message-ID, and takes its time."""

import asyncio
import re
import threading


class Sink:
    """Listens on a free port of this machine in a thread of its own; ends with the process."""

    def __init__(self, seconds_a_mail=0.0):
        self.seconds_a_mail = seconds_a_mail
        self.arrived = {}  # recipient → the Message-IDs of its mails
        self.count = 0
        self.port = None
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        threading.Thread(target=self._run, args=(ready,), daemon=True).start()
        ready.wait()

    def url(self):
        return f"smtp://127.0.0.1:{self.port}?tls=none"

    def doubles(self):
        return {who: ids for who, ids in self.arrived.items() if len(ids) > 1}

    def _run(self, ready):
        asyncio.set_event_loop(self._loop)
        start = self._loop.create_server(lambda: Conversation(self), "127.0.0.1", 0, backlog=1024)
        server = self._loop.run_until_complete(start)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()

    def take(self, recipient, content):
        found = re.search(rb"^Message-ID:\s*(<[^>]+>)", content, re.MULTILINE | re.IGNORECASE)
        self.arrived.setdefault(recipient, []).append(found[1].decode() if found else "")
        self.count += 1


class Conversation(asyncio.Protocol):
    """RFC 5321 as far as a sender needs it, with PIPELINING (RFC 2920)."""

    def __init__(self, sink):
        self.sink, self.buffer, self.in_content, self.recipient, self.resting = sink, bytearray(), False, None, False

    def connection_made(self, transport):
        self.transport = transport
        transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data):
        self.buffer += data
        self._go_on()

    def _go_on(self):
        while not self.resting:
            end = self.buffer.find(b"\r\n.\r\n" if self.in_content else b"\r\n")
            if end < 0:
                return
            if self.in_content:
                content = bytes(self.buffer[:end])
                del self.buffer[: end + 5]
                self.in_content = False
                self.resting = True
                asyncio.get_running_loop().call_later(self.sink.seconds_a_mail, self._taken, content)
            else:
                line = bytes(self.buffer[:end])
                del self.buffer[: end + 2]
                self._answer(line)

    def _taken(self, content):
        self.resting = False
        if self.transport.is_closing():
            return  # the client is gone and got no answer
        self.sink.take(self.recipient, content)
        self.transport.write(b"250 2.0.0 taken\r\n")
        self._go_on()

    def _answer(self, line):
        verb = line[:4].upper()
        if verb == b"EHLO":
            self.transport.write(b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
        elif verb == b"RCPT":
            self.recipient = line[line.index(b"<") + 1 : line.rindex(b">")].decode()
            self.transport.write(b"250 2.1.5 ok\r\n")
        elif verb == b"DATA":
            self.in_content = True
            self.transport.write(b"354 go on\r\n")
        elif verb == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            self.transport.write(b"250 2.0.0 ok\r\n")
