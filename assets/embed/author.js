// A mailed link led back to this page with a code in its address. The code makes this page's browser the author's, once.
(address, words) => {
  "use strict";
  const [, code] = /^#gudok-code=([\w-]+)$/.exec(location.hash) || [];
  if (!code) return;
  const [, server] = /^(https?:.*)\/author-[^/]+$/.exec(address);
  // Nobody should copy the code with the page's address.
  history.replaceState(history.state, "", location.pathname + location.search);
  // The elements keep it under this name, and send it with each comment.
  const key = `gudok ${server} author`;

  const exchange = async () => {
    const headers = { "content-type": "application/json" };
    const author = JSON.parse(localStorage.getItem(key));
    if (author) headers["gudok-author"] = author;
    const answer = await fetch(`${server}/api/v1/author-tokens`, { method: "POST", headers, body: JSON.stringify({ code }) });
    if (!answer.ok) return false;
    const { author_token: token } = await answer.json();
    localStorage.setItem(key, JSON.stringify(token));
    return true;
  };

  const languageOf = (host) => {
    const nearest = host.closest("[lang]");
    return /^ko\b/i.test((nearest && nearest.getAttribute("lang")) || navigator.language || "") ? "ko" : "en";
  };
  const tell = (isVerified) => {
    for (const host of document.querySelectorAll("gudok-comments")) {
      const frame = host.shadowRoot && host.shadowRoot.querySelector(".frame");
      if (!frame) continue;
      const said = document.createElement("p");
      said.textContent = words[languageOf(host)][isVerified ? "verified" : "unverified"];
      const notice = Object.assign(document.createElement("div"), { className: "notice", tabIndex: -1 });
      notice.setAttribute("role", "status");
      notice.part.add("notice");
      notice.append(said);
      frame.prepend(notice);
      notice.focus({ preventScroll: true });
      notice.scrollIntoView({ block: "center" });
      return;
    }
  };

  const parsed = new Promise((go) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", go);
    else go();
  });
  // A page without a storage cannot keep the token: then the code is spent in vain, and the reader is told.
  exchange()
    .catch(() => false)
    .then(async (isVerified) => {
      await parsed;
      await customElements.whenDefined("gudok-comments");
      tell(isVerified);
    });
}
