"""A page of the site's own, on another port than Gudok: what the elements stand in."""

import http.server
import threading
from html import escape

from conftest import free_port

# All that a page must allow. No inline style or script, no eval, and Trusted Types in force.
CSP = (
    "default-src 'none'; script-src 'self' {gudok}; connect-src {gudok}; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types gudok"
)
STYLE = """
:root { --bg: #fff; --ink: #222; --link: #0b57d0; color-scheme: light; }
:root.dark { --bg: #16181d; --ink: #e6e6e6; --link: #8ab4ff; color-scheme: dark; }
body { margin: 0 auto; padding: 1rem; max-width: 42rem; background: var(--bg); color: var(--ink); font: 17px/1.7 sans-serif; }
a { color: var(--link); }
"""


class HostSite:
    """A web server for pages that a test writes. `say(path, body, …)` gives a page its content; its address is `url`."""

    def __init__(self, host="127.0.0.1"):
        self.url = f"http://{host}:{free_port()}"
        self.gudok = ""
        self.pages = {"/style.css": (STYLE, "text/css", None), "/favicon.ico": ("", "image/png", None)}
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                content, kind, policy = site.pages.get(self.path.split("?")[0], ("", "text/plain", None))
                body = content.encode()
                self.send_response(200)
                self.send_header("content-type", f"{kind}; charset=utf-8")
                self.send_header("content-length", str(len(body)))
                if policy:
                    self.send_header("content-security-policy", policy)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        address = ("127.0.0.1", int(self.url.rsplit(":", 1)[1]))
        self._server = http.server.ThreadingHTTPServer(address, Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def say(self, body, path="/post", lang="ko", head="", csp=CSP, loader=True):
        """Puts a page at `path` and gives its address."""
        script = f'<script async src="{self.gudok}/embed.js"></script>' if loader else ""
        policy = csp and csp.format(gudok=self.gudok)
        page = (
            f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>작은 모델</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<link rel="stylesheet" href="/style.css">{head}{script}</head><body><main><h1>작은 모델</h1>{body}</main></body></html>'
        )
        self.pages[path] = (page, "text/html", policy)
        return self.url + path

    def script(self, path, text):
        self.pages[path] = (text, "text/javascript", None)
        return f'<script src="{path}"></script>'

    def comments(self, path="/post", **attributes):
        """The element as a site pastes it, with a link for readers without JavaScript."""
        thread = attributes.pop("thread", self.url + path)
        more = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        named = f' thread="{escape(thread)}"' if thread is not None else ""
        return f'<gudok-comments{named}{more}><a href="{self.gudok}/comments?thread={escape(thread or "")}">댓글 보기</a></gudok-comments>'

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
