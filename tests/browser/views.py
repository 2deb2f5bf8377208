"""How a page is looked at: the browser, and the eight views of language, width and colour scheme."""

import itertools
import os
from dataclasses import dataclass

CHROMIUM = os.environ.get("GUDOK_CHROMIUM", "/usr/bin/chromium")
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


@dataclass(frozen=True)
class View:
    locale: str
    device: str
    scheme: str

    LOCALES = {"ko": "ko-KR", "en": "en-GB"}
    DEVICES = {
        "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
        "desktop": {"viewport": {"width": 1280, "height": 900}},
    }
    SCHEMES = ("light", "dark")

    def __str__(self):
        return f"{self.locale}-{self.device}-{self.scheme}"

    def context_options(self):
        return {
            "locale": self.LOCALES[self.locale],
            "timezone_id": "Asia/Seoul",
            "color_scheme": self.scheme,
            "reduced_motion": "reduce",
            **self.DEVICES[self.device],
        }


VIEWS = {str(view): view for view in itertools.starmap(View, itertools.product(View.LOCALES, View.DEVICES, View.SCHEMES))}
