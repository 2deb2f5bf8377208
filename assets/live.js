// Tells the readers of a thread of new comments, and colours code in elements. The pages of a browser share one stream for each thread.
(() => {
  "use strict";
  const server = new URL(document.currentScript.src).origin;
  const CODE =
    "pre .co { color: light-dark(#566058, #a3aea8); } pre .st { color: light-dark(#0b5f3a, #86dba9); } pre .nu { color: light-dark(#0b4f9e, #8cc4ff); } pre .kw { color: light-dark(#6b2aa3, #d3b0ff); }";
  // The places that show a thread, each with what ends its watch: this document, or the shadow root of an element.
  const watched = new Map();
  const noteIn = (root) => root.querySelector("[data-live]");

  const show = (root, comments) => {
    const note = noteIn(root);
    if (!note) return;
    const more = comments - note.dataset.count;
    note.hidden = more < 1;
    if (more > 0) note.firstElementChild.textContent = (more === 1 ? note.dataset.one : note.dataset.many).replace("#", more);
  };

  // Where no stream can be had, the number is asked for, at longer and longer intervals.
  const stream = (thread, tell, signal) =>
    new Promise((done) => {
      const query = `thread=${encodeURIComponent(thread)}`;
      let source;
      let timer;
      let failures = 0;
      const open = () => {
        source = new EventSource(`${server}/fragments/live?${query}`);
        source.onmessage = (event) => {
          failures = 0;
          tell(JSON.parse(event.data).comments);
        };
        source.onerror = () => {
          // A connection that broke is opened again by the browser itself.
          if (source.readyState !== EventSource.CLOSED) return;
          failures += 1;
          timer = setTimeout(ask, Math.min(10 * 2 ** failures, 600) * (500 + 500 * Math.random()));
        };
      };
      const ask = async () => {
        try {
          const answer = await fetch(`${server}/api/v1/comment-counts?${query}`, { signal });
          if (answer.ok) tell((await answer.json())[thread]);
        } catch {}
        if (!signal.aborted) open();
      };
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        source.close();
        done();
      });
      open();
    });

  const follow = (thread, tell) => {
    const ending = new AbortController();
    const { signal } = ending;
    const name = `gudok ${server} ${thread}`;
    // Locks need HTTPS. Without them each page has a stream of its own.
    if (!navigator.locks || !window.BroadcastChannel) {
      stream(thread, tell, signal);
      return () => ending.abort();
    }
    const channel = new BroadcastChannel(name);
    let last;
    // A page that begins asks with null what the one with the stream knows.
    channel.onmessage = ({ data }) => {
      if (data !== null) tell(data);
      else if (last !== undefined) channel.postMessage(last);
    };
    channel.postMessage(null);
    const tellAll = (comments) => {
      last = comments;
      tell(comments);
      channel.postMessage(comments);
    };
    navigator.locks.request(name, { signal }, () => (signal.aborted ? undefined : stream(thread, tellAll, signal))).catch(() => {});
    return () => {
      ending.abort();
      channel.close();
    };
  };

  // Elements have no room for the colours of code in the style that every page loads.
  const colours = new CSSStyleSheet();
  const dress = (root) => {
    if (root === document || root.adoptedStyleSheets.includes(colours) || !root.querySelector("pre span")) return;
    // The element takes its own style in an earlier frame, where it has none.
    if (!root.adoptedStyleSheets.length) return;
    if (!colours.cssRules.length) colours.replaceSync(CODE);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, colours];
  };

  const watch = (root) => {
    requestAnimationFrame(() => dress(root));
    const note = noteIn(root);
    if (!note) return;
    const thread = note.dataset.live;
    const before = watched.get(root);
    if (before && before.thread === thread) return;
    before?.end?.();
    const place = { thread };
    place.begin = () => {
      place.end = follow(thread, (comments) => (root.isConnected ? show(root, comments) : stop(root)));
    };
    watched.set(root, place);
    // A page that nobody looks at needs no stream.
    if (!document.hidden) place.begin();
  };
  const stop = (root) => {
    watched.get(root)?.end?.();
    watched.delete(root);
  };

  addEventListener("gudok:shown", (event) => watch(event.composedPath()[0].shadowRoot));
  document.addEventListener("visibilitychange", () => {
    for (const place of watched.values()) {
      place.end?.();
      place.end = undefined;
      if (!document.hidden) place.begin();
    }
  });
  watch(document);
  for (const element of document.querySelectorAll("gudok-comments")) if (element.shadowRoot) watch(element.shadowRoot);
})();
