// <gudok-subscribe>, <gudok-comments> and <gudok-count>. They show what the server renders; the server gives its address,
// the phrases of both languages and the style sheet. Nothing here needs innerHTML, eval or inline styles.
(server, words, css) => {
  "use strict";
  const script = document.currentScript;
  const found = script && /^(https?:.*)\/embed(-[^/]+)$/.exec(script.src);
  if (found) server = found[1];
  // A mailed link led back here: another script exchanges its code.
  if (found && /^#gudok-code/.test(location.hash)) import(`${server}/author${found[2]}`);
  // The page may replace these later.
  const Request = XMLHttpRequest;
  const { parse, stringify } = JSON;
  // Read while the server is asked, since that takes longer than all else at the start.
  const sheet = new CSSStyleSheet();
  const dress = (root) => {
    if (!sheet.cssRules.length) sheet.replaceSync(css);
    if (!root.adoptedStyleSheets.length) root.adoptedStyleSheets = [sheet];
  };

  const ready = new Promise((go) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", go);
    else go();
  });
  const pause = (seconds) => new Promise((go) => setTimeout(go, seconds * 1000));
  const make = (name, properties, ...children) => {
    const node = Object.assign(document.createElement(name), properties);
    node.append(...children);
    return node;
  };

  // After "back" a browser takes what it has, however old: a comment just written would be missing.
  const [navigation] = performance.getEntriesByType("navigation");
  const isBack = navigation?.type === "back_forward";

  // What the browser remembers stays in the site's own storage, or in this page where the site has none.
  const kept = new Map();
  const named = (key) => `gudok ${server} ${key}`;
  const recall = (key) => {
    if (kept.has(key)) return kept.get(key);
    try {
      return parse(localStorage.getItem(named(key))) ?? undefined;
    } catch {}
  };
  const remember = (key, value) => {
    try {
      if (value === undefined) localStorage.removeItem(named(key));
      else localStorage.setItem(named(key), stringify(value));
      kept.delete(key);
    } catch {
      kept.set(key, value);
    }
  };

  // The browser itself parses a fragment into a document in which nothing runs.
  const ask = (path, body, author, method = body ? "POST" : "GET") =>
    new Promise((done) => {
      const call = new Request();
      call.open(method, server + path);
      call.timeout = 20000;
      if (body) call.setRequestHeader("content-type", "application/json");
      if (author) call.setRequestHeader("gudok-author", author);
      call.onreadystatechange = () => {
        if (call.readyState !== 2) return;
        call.responseType = /html/.test(call.getResponseHeader("content-type")) ? "document" : "json";
      };
      call.onloadend = () =>
        done({ status: call.status, body: call.response || {}, wait: call.status && call.getResponseHeader("retry-after") });
      call.send(body && stringify(body));
    });

  // --- Colours: those of the page, whichever it has now ----------------------------------------------------------

  const styleOf = (node) => getComputedStyle(node);
  const channels = (colour, probe) => {
    if (!/^rgb/.test(colour)) {
      probe.style.color = `color-mix(in srgb, ${colour}, ${colour})`;
      colour = styleOf(probe).color;
    }
    const most = /^rgb/.test(colour) ? 255 : 1;
    const [red, green, blue, alpha = 1] = (colour.match(/[\d.]+(e-\d+)?/g) || [0, 0, 0, 0]).map(Number);
    return [red / most, green / most, blue / most, alpha];
  };
  const luminance = (parts) => {
    const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  const above = (node) => node.parentElement || node.getRootNode().host;

  const look = (host, frame, probe) => {
    const theme = host.getAttribute("theme");
    const isOwn = theme === "light" || theme === "dark" || theme === "auto";
    frame.dataset.theme = isOwn ? theme : "page";
    if (isOwn) {
      frame.removeAttribute("style");
      return;
    }
    const ink = styleOf(host).color;
    const inkLight = luminance(channels(ink, probe));
    let paper;
    for (let node = host; node && !paper; node = above(node)) {
      const colour = styleOf(node).backgroundColor;
      if (channels(colour, probe)[3] > 0.5) paper = colour;
    }
    const isDark = paper ? luminance(channels(paper, probe)) < inkLight : inkLight > 0.4;
    paper ??= isDark ? "rgb(20, 20, 20)" : "rgb(255, 255, 255)";
    const link = make("a", { href: "#" });
    host.after(link);
    const accent = styleOf(link).color;
    link.remove();
    const paperLight = luminance(channels(paper, probe));
    const isClear = contrast(luminance(channels(accent, probe)), paperLight) >= 4.5;
    const { style } = frame;
    style.setProperty("color-scheme", isDark ? "dark" : "light");
    style.setProperty("--ink", ink);
    style.setProperty("--paper", paper);
    style.setProperty("--link", isClear ? accent : ink);
  };

  const looks = new Set();
  let isDue = false;
  const lookAgain = () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      for (const again of looks) again();
      // Later than the first picture, since asking for the system's scheme makes the browser compute the page's styles at once.
      if (!isWatching) watch();
      isWatching = true;
    });
  };
  const changes = new MutationObserver(lookAgain);
  const watch = () => {
    changes.observe(document.head, { attributes: true, childList: true, subtree: true });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", lookAgain);
    document.addEventListener("transitionend", (event) => /color|background/.test(event.propertyName) && lookAgain(), true);
  };
  let isWatching = false;

  // --- What both forms share -------------------------------------------------------------------------------------

  const PARTS = {
    heading: "h2, h3",
    form: "form",
    input: "input:not([type=checkbox], [type=radio]), textarea",
    label: ".field > label",
    button: "form button, summary",
    comment: ".comment",
    name: ".name",
    avatar: ".avatar",
    error: ".error",
    notice: ".notice",
  };
  const name = (root) => {
    for (const [part, at] of Object.entries(PARTS)) for (const node of root.querySelectorAll(at)) node.part.add(part);
  };

  const begin = (host, kind) => {
    const root = host.attachShadow({ mode: "open" });
    const probe = make("i", { hidden: true });
    const fallback = make("slot");
    const content = make("div");
    const line = make("div", { className: "line" });
    // What screen readers say while the eye reads it on the button.
    const told = make("p", { className: "trap" });
    told.setAttribute("aria-live", "polite");
    // Its own empty title keeps the host's from being shown as a tooltip.
    const frame = make("div", { className: "frame", title: "" }, probe, fallback, content, line, told);
    root.append(frame);
    frame.part.add("frame");

    let form;
    let token;
    let born;
    let isBusy = false;
    let turn = 0;
    // The language that the server chose.
    let spoken;
    let shown;

    const lang = () => {
      const text = host.closest("[lang]")?.getAttribute("lang") || navigator.language || "";
      return /^ko\b/i.test(text) ? "ko" : /^en\b/i.test(text) ? "en" : "";
    };
    const say = (key) => words[spoken || lang() || "en"][key];
    const tell = (event, detail) => host.dispatchEvent(new CustomEvent(`gudok:${event}`, { bubbles: true, composed: true, detail }));
    const focus = (node) => {
      node.tabIndex = -1;
      node.focus({ preventScroll: true });
      node.scrollIntoView({ block: "nearest" });
    };

    const speak = (text, again) => {
      line.setAttribute("role", "alert");
      line.replaceChildren(make("p", {}, text));
      if (again) line.append(make("button", { type: "button", textContent: say("again"), onclick: again }));
      name(frame);
    };
    const isLasting = ({ status, wait }) => status >= 400 && status < 500 && status !== 408 && (status !== 429 || wait > 60);

    const load = async (search, then) => {
      const mine = ++turn;
      frame.setAttribute("aria-busy", "true");
      const answer = await ask(`/fragments/${kind.fragment}?${search}${isBack ? `&now=${Date.now()}` : ""}`);
      if (mine !== turn) return;
      frame.removeAttribute("aria-busy");
      const section = answer.status === 200 && answer.body.querySelector && answer.body.querySelector(".gudok");
      if (!section) {
        const again = () => {
          focus(frame);
          line.replaceChildren();
          load(search, () => {
            then?.();
            if (!content.contains(root.activeElement)) focus(content.querySelector("h2, h3"));
          });
        };
        frame.append(line);
        const [first] = answer.body.errors || [answer.body];
        speak(first.detail || say("unread"), !isLasting(answer) && again);
        return;
      }
      line.replaceChildren();
      for (const link of answer.body.links) link.href = link.href;
      const fresh = document.importNode(section, true);
      spoken = fresh.lang;
      // Only the form that a reader fills in has this mark: that of the votes has none.
      const own = fresh.querySelector("form[data-gudok]");
      if (own && host.hasAttribute("closed")) {
        own.replaceWith(make("p", { id: "reply", className: "hint" }, say("closed")));
        // Nor does an empty list ask for the first comment.
        for (const node of fresh.querySelectorAll("[data-gudok=reply], .empty")) node.remove();
      } else if (own) {
        if (form) own.replaceWith(form);
        else kind.before?.(own);
        form ??= own;
        form.noValidate = true;
      }
      name(fresh);
      content.replaceChildren(fresh);
      fallback.hidden = true;
      kind.shown?.(fresh, form);
      then?.();
    };

    // A token is good once a person could have filled in the form.
    const newToken = () => {
      born = performance.now();
      token = ask("/fragments/token").then(({ body }) => body.token || (token = undefined));
      return token;
    };
    const wrong = (errors) => {
      let first;
      for (const { field, detail } of errors) {
        const input = form.elements[field];
        const note = input && input.getAttribute && root.getElementById(input.getAttribute("aria-describedby"));
        if (note) {
          input.setAttribute("aria-invalid", "true");
          note.prepend(make("p", { className: "error" }, detail));
          first ??= input;
        } else {
          speak(detail);
        }
      }
      for (let node = first; node; node = node.parentElement) if (node.open === false) node.open = true;
      first?.focus();
    };
    const forgive = () => {
      for (const error of form.querySelectorAll(".error")) error.remove();
      for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
      line.replaceChildren();
    };

    // A token that is too young or too old costs the reader a moment, never the text.
    const send = async (form, fields) => {
      for (let attempt = 0; ; attempt++) {
        const form_token = await (token ?? newToken());
        if (!form_token) return { status: 0, body: {} };
        if (form.checkValidity()) await pause(3.3 - (performance.now() - born) / 1000);
        const answer = await ask(`${kind.post}?lang=${lang()}`, { ...fields, form_token }, kind.author?.());
        const { code } = answer.body;
        if (attempt > 3) return answer;
        if (code === "stale-token") newToken();
        else if (code === "too-fast") await pause(answer.wait || 1);
        else if (code === "proof") fields.proof = await import(`${server}/proof.js`).then((it) => it.proof(), () => "-");
        else return answer;
      }
    };
    const submit = async (event) => {
      event.preventDefault();
      if (isBusy) return;
      forgive();
      if (event.submitter?.dataset.gudok === "preview") return kind.preview(form);
      isBusy = true;
      const sent = form;
      const fields = kind.body(sent);
      const button = sent.querySelector("button:not([type=button])");
      const before = button.textContent;
      told.textContent = button.textContent = say("sending");
      button.setAttribute("aria-disabled", "true");
      let answer;
      try {
        answer = await send(sent, fields);
      } finally {
        button.textContent = before;
        told.textContent = "";
        button.removeAttribute("aria-disabled");
        isBusy = false;
      }
      const isTaken = answer.status >= 200 && answer.status < 300;
      if (isTaken) {
        token = undefined;
        kind.taken?.(sent, answer, fields);
      }
      // The page may have gone on to another thread meanwhile.
      if (sent !== form) return;
      if (isTaken) {
        kind.accepted(sent, answer);
        return;
      }
      sent.append(line);
      if (answer.body.errors) {
        wrong(answer.body.errors);
        name(sent);
      } else {
        if (!answer.status) token = undefined;
        const again = () => {
          button.focus();
          sent.requestSubmit();
        };
        speak(answer.body.detail || say("unsent"), !isLasting(answer) && again);
      }
    };

    // What stands in the slot is the page's own: events of its links and forms come by, and go on.
    const on = (type, act) => root.addEventListener(type, (event) => root.contains(event.target) && act(event));
    on("submit", submit);
    on("focusin", (event) => form?.contains(event.target) && (token ?? newToken()));
    on("input", () => kind.typed?.(form));
    on("click", (event) => {
      const link = event.target.closest("a[href]");
      if (link && event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) && kind.follow?.(link, form)) event.preventDefault();
    });

    kind = kind({ host, root, content, lang, say, tell, focus, load });
    const again = () => {
      dress(root);
      look(host, frame, probe);
    };
    return {
      enter() {
        looks.add(again);
        for (let node = host; node; node = above(node)) changes.observe(node, { attributes: true });
        kind.enter?.();
        this.update();
      },
      leave() {
        looks.delete(again);
        kind.leave?.();
      },
      update() {
        lookAgain();
        const wanted = `${kind.key ? kind.key() : kind.query()} ${host.hasAttribute("closed")}`;
        if (wanted === shown) return;
        if (shown !== undefined) form = undefined;
        shown = wanted;
        kind.start ? kind.start() : load(kind.query());
      },
    };
  };

  const text = (data, ...fields) => {
    const picked = {};
    for (const field of fields) if (data.get(field)) picked[field] = data.get(field);
    return picked;
  };

  // --- <gudok-subscribe> -----------------------------------------------------------------------------------------

  const subscribing = ({ host, content, lang, tell, focus }) => ({
    fragment: "subscription",
    post: "/api/v1/subscriptions",
    query() {
      const query = new URLSearchParams({ lang: lang() });
      for (const name of ["topics", "cadence"]) if (host.getAttribute(name)) query.set(name, host.getAttribute(name));
      return query;
    },
    body(form) {
      const data = new FormData(form);
      return {
        ...text(data, "name", "cadence", "locale", "website_url", "advertising", "night"),
        email: data.get("email"),
        topics: data.getAll("topics"),
        fields: data.getAll("fields"),
        page: location.href,
      };
    },
    accepted(form) {
      tell("subscribed", {});
      const next = host.getAttribute("return");
      if (next) {
        const place = new URL(next, document.baseURI);
        place.searchParams.set("gudok", "subscribed");
        if (/^https?:/.test(place.protocol)) return location.assign(place);
      }
      const sent = content.querySelector("template").content.cloneNode(true).firstElementChild;
      sent.querySelector("[data-gudok=email]").textContent = form.elements.email.value.trim();
      name(sent);
      form.replaceWith(sent);
      focus(sent);
    },
  });

  // --- <gudok-comments> ------------------------------------------------------------------------------------------

  const canonical = () => document.querySelector("link[rel=canonical]")?.href || location.href.split("#")[0];
  const pointed = () => /^#gudok-comment-(\d+)$/.exec(location.hash)?.[1];

  // One vote at a time: the first brings the token by which the next ones are the same reader's.
  let voting;
  const commenting = ({ host, root, content, lang, say, tell, focus, load }) => {
    let parent;
    let place;
    let title;
    let cancelling;
    // The thread and its page as they were when it was asked for: the address may change below an open form.
    let at;
    let isFollowed = false;
    const wanted = () => ({ thread: host.getAttribute("thread") || canonical(), page: canonical() });
    const thread = () => at.thread;
    const query = (more = {}) => new URLSearchParams({ thread: thread(), lang: lang(), ...more });
    const draft = () => `draft ${thread()}`;
    const values = (form) => text(new FormData(form), "body", "name", "email", "url");

    const saveDraft = (form) => remember(draft(), { ...values(form), parent, to: parent && form.querySelector("h2, h3").textContent });
    const show = (id) => {
      const comment = root.getElementById(`comment-${id}`);
      for (const old of root.querySelectorAll(".aim")) old.classList.remove("aim");
      if (!comment) return false;
      comment.classList.add("aim");
      focus(comment);
      comment.scrollIntoView({ block: "center" });
      return true;
    };
    const toPointed = () => {
      const id = pointed();
      const isMine = isFollowed || document.querySelector("gudok-comments") === host;
      isFollowed = false;
      if (id && !show(id) && isMine) load(query({ comment: id }), () => show(id));
    };

    const end = (form) => {
      parent = undefined;
      cancelling?.remove();
      if (title) form.querySelector("h2, h3").textContent = title;
      place.after(form);
    };
    const reply = (form, id, to, comment) => {
      const heading = form.querySelector("h2, h3");
      end(form);
      title ??= heading.textContent;
      parent = +id;
      heading.textContent = to;
      cancelling = make("button", { type: "button", className: "link", textContent: say("cancel") });
      cancelling.onclick = () => {
        end(form);
        saveDraft(form);
        comment?.querySelector("footer a")?.focus();
      };
      heading.after(cancelling);
      comment?.querySelector("article").after(form);
    };

    // Comments of this browser that wait for a moderator: asked for only where there may be some.
    const waiting = async () => {
      const held = recall("held") || [];
      const author = recall("author");
      if (!author || !held.includes(thread())) return;
      const { status, body } = await ask(`/fragments/waiting?${query()}`, undefined, author);
      const section = status === 200 && body.querySelector && body.querySelector(".waiting");
      if (section) {
        const fresh = document.importNode(section, true);
        name(fresh);
        place.replaceChildren(fresh);
      } else if (status === 204) {
        remember("held", held.filter((each) => each !== thread()));
      }
    };

    // The author's own comment, as long as it may be changed: the server sends the form with its text.
    const change = async (link) => {
      const id = /\d+(?=\/text)/.exec(link.pathname)[0];
      const { status, body } = await ask(`/fragments/comments/${id}/text?${query()}`, undefined, recall("author"));
      const sent = status === 200 && body.querySelector && body.querySelector("form");
      if (!sent) return complain(link, body);
      const own = document.importNode(sent, true);
      const article = link.closest("article");
      const close = () => {
        own.remove();
        article.hidden = false;
        link.focus();
      };
      own.querySelector("[data-gudok=cancel]").onclick = (event) => {
        event.preventDefault();
        event.stopPropagation();
        close();
      };
      own.onsubmit = async (event) => {
        event.preventDefault();
        event.stopPropagation();
        const isDeletion = event.submitter?.dataset.gudok === "deletion";
        const changed = isDeletion ? undefined : { body: own.elements.text.value };
        const answer = await ask(`/api/v1/comments/${id}?lang=${lang()}`, changed, recall("author"), isDeletion ? "DELETE" : "PATCH");
        if (answer.status < 200 || answer.status > 299) return complain(own.elements.text, answer.body);
        if (answer.status === 202) hold(thread());
        load(query(answer.status === 200 ? { comment: id } : {}), () => answer.status === 200 && show(id));
      };
      article.hidden = true;
      article.after(own);
      name(own.parentElement);
      own.elements.text.focus();
    };
    const press = (id, { up, down, own }) => {
      for (const button of root.querySelectorAll(`.vote[value="${id}"]`)) {
        button.setAttribute("aria-pressed", button.name === own);
        const count = button.name === "up" ? up : down;
        if (count >= 0) {
          button.lastElementChild.textContent = count;
          // The count is the last number of what a screen reader says.
          button.ariaLabel = button.ariaLabel.replace(/[\d,]+(?=\D*$)/, count);
        }
      }
    };
    const vote = (event) => {
      event.preventDefault();
      event.stopPropagation();
      const button = event.submitter;
      const wish = button.getAttribute("aria-pressed") === "true" ? null : button.name;
      const before = voting;
      const cast = async () => {
        await before;
        const { status, body } = await ask(`/api/v1/comments/${button.value}/vote?lang=${lang()}`, { vote: wish }, recall("author"));
        if (status !== 200) return complain(button, body);
        remember("author", body.author_token);
        remember("votes", { ...recall("votes"), [button.value]: body.own });
        press(button.value, body);
      };
      voting = cast();
    };
    const complain = (node, body) => {
      const [first] = body.errors || [body];
      const error = make("p", { className: "error" }, first.detail || say("unsent"));
      error.setAttribute("role", "alert");
      node.parentElement.querySelector(".error")?.remove();
      node.parentElement.append(error);
    };
    const changeable = () => (recall("own") || []).filter(([, until]) => Date.now() < until);
    const hold = (thread) => remember("held", [...new Set([...(recall("held") || []), thread])].slice(-50));

    return {
      fragment: "comments",
      post: "/api/v1/comments",
      query,
      key: () => `${wanted().thread} ${lang()}`,
      enter: () => addEventListener("hashchange", toPointed),
      leave: () => removeEventListener("hashchange", toPointed),
      start() {
        at = wanted();
        const id = pointed();
        load(query(id ? { comment: id } : {}), () => id && show(id));
      },
      async preview(form) {
        const { status, body } = await ask(`/fragments/preview?lang=${lang()}`, { body: form.elements.body.value });
        form.querySelector(".preview")?.remove();
        if (status !== 200) return complain(form.elements.body, body);
        form.elements.body.parentElement.before(document.importNode(body.querySelector(".preview"), true));
      },
      author: () => recall("author"),
      typed: saveDraft,
      before(own) {
        parent = title = undefined;
        const me = recall("me");
        const box = make("input", { type: "checkbox", checked: !!me });
        const label = make("label", { className: "check" }, box, make("span", {}, say(own.elements.url ? "remember" : "rememberWithoutUrl")));
        own.querySelector(".actions").before(label);
        own.box = box;
        const typed = { ...me, ...recall(draft()) };
        for (const [field, value] of Object.entries(typed)) if (own.elements[field]) own.elements[field].value = value;
        if (typed.parent) own.late = typed;
      },
      shown(fresh, form) {
        // Before the form, or before what stands there in a closed thread.
        place = make("div");
        fresh.querySelector("#reply").before(place);
        // A comment's address is that of the page around it.
        for (const link of fresh.querySelectorAll("[data-gudok=permalink]"))
          link.href = `${location.href.split("#")[0]}#gudok-comment-${new URL(link.href).searchParams.get("comment")}`;
        const votes = root.getElementById("votes");
        if (votes) votes.onsubmit = vote;
        for (const [id, own] of Object.entries(recall("votes") || {})) press(id, { own });
        for (const [id] of changeable()) {
          const own = make("a", { href: `${server}/comments/${id}/text` }, say("change"));
          own.dataset.gudok = "own";
          root.querySelector(`#comment-${id} footer`)?.append(own);
        }
        if (form?.late) {
          const { parent: id, to } = form.late;
          form.late = undefined;
          reply(form, id, to, root.getElementById(`comment-${id}`));
        } else if (form && parent) {
          root.getElementById(`comment-${parent}`)?.querySelector("article").after(form);
        }
        waiting();
        tell("shown");
      },
      follow(link, form) {
        const { searchParams: wanted, hash } = new URL(link.href);
        const kind = link.dataset.gudok;
        if (kind === "page") {
          wanted.set("lang", lang());
          load(wanted, () => focus(content.querySelector("h2, h3")));
        } else if (kind === "reply") {
          reply(form, wanted.get("reply"), link.getAttribute("aria-label"), link.closest(".comment"));
          saveDraft(form);
          form.elements.body.focus();
        } else if (kind === "own") {
          change(link);
        } else {
          isFollowed = kind === "permalink";
          return isFollowed && hash === location.hash && show(pointed());
        }
        return true;
      },
      body(form) {
        const data = new FormData(form);
        const named = document.querySelector("meta[property='og:title']");
        return {
          ...values(form),
          ...text(data, "website_url"),
          name: data.get("name"),
          email: data.get("email"),
          body: data.get("body"),
          thread: thread(),
          parent,
          title: host.getAttribute("title") || named?.content || document.title,
          page_url: at.page,
          notify: data.has("notify"),
        };
      },
      taken(form, { status, body }, fields) {
        remember(`draft ${fields.thread}`);
        if (body.author_token) remember("author", body.author_token);
        const { name: author, email, url } = fields;
        remember("me", form.box.checked ? { name: author, email, url } : undefined);
        if (status !== 201) hold(fields.thread);
        if (body.changeable_for) remember("own", [...changeable(), [body.id, Date.now() + body.changeable_for * 1000]]);
        tell("commented", { thread: fields.thread, id: body.id, status: body.status });
      },
      accepted(form, { status, body }) {
        form.elements.body.value = "";
        form.querySelector(".preview")?.remove();
        end(form);
        const isPublic = status === 201;
        const notice = make("div", { className: "notice" }, make("p", {}, say(isPublic ? "posted" : "held")));
        notice.setAttribute("role", "status");
        const note = () => {
          place.before(notice);
          name(content);
        };
        // It stands there before the list comes anew, and stays when the list does not come.
        note();
        focus(notice);
        load(query(isPublic ? { comment: body.id } : {}), () => {
          note();
          if (!(isPublic && show(body.id))) focus(notice);
        });
      },
    };
  };

  // --- <gudok-count>: all of a page in one request ---------------------------------------------------------------

  let asked = [];
  const fill = async (list) => {
    const query = new URLSearchParams();
    for (const thread of new Set(list.map((each) => each.thread))) query.append("thread", thread);
    const { status, body } = await ask(`/api/v1/comment-counts?${query}`);
    if (status === 200) {
      for (const { thread, host, put } of list) {
        if (!(thread in body)) continue;
        put(body[thread]);
        host.dispatchEvent(new CustomEvent("gudok:count", { bubbles: true, composed: true, detail: { thread, count: body[thread] } }));
      }
    } else if (status === 422 && list.length > 1) {
      // One of them is no page of the site: the others still get theirs.
      const half = list.length >> 1;
      fill(list.slice(0, half));
      fill(list.slice(half));
    }
  };
  const count = async (each) => {
    asked.push(each);
    if (asked.length > 1) return;
    await ready;
    await pause(0);
    const all = asked;
    asked = [];
    for (let part = []; all.length; part = []) {
      for (let size = 0; all.length && part.length < 50 && size < 6000; ) {
        part.push(all.pop());
        size += encodeURIComponent(part[part.length - 1].thread).length;
      }
      fill(part);
    }
  };
  const counting = (host) => {
    const root = host.attachShadow({ mode: "open" });
    root.append(make("slot"));
    let shown;
    const each = () => {
      const thread = shown;
      return { thread, host, put: (number) => thread === shown && root.replaceChildren(`${number}`) };
    };
    const update = () => {
      const thread = host.getAttribute("thread") || canonical();
      if (thread === shown) return;
      shown = thread;
      count(each());
    };
    const follow = ({ detail }) => {
      if (detail.status === "approved" && detail.thread === shown) count(each());
    };
    return {
      enter() {
        addEventListener("gudok:commented", follow);
        update();
      },
      leave: () => removeEventListener("gudok:commented", follow),
      update,
    };
  };

  // --- The names -------------------------------------------------------------------------------------------------

  const define = (name, attributes, start) => {
    // Another version of this script may have come first.
    if (customElements.get(name)) return;
    customElements.define(
      name,
      class extends HTMLElement {
        static observedAttributes = attributes;
        #part;
        connectedCallback() {
          this.#part ??= start(this);
          this.#part.enter();
        }
        disconnectedCallback() {
          this.#part.leave();
        }
        attributeChangedCallback() {
          if (this.isConnected) this.#part?.update();
        }
      },
    );
  };
  define("gudok-subscribe", ["lang", "theme", "topics", "cadence"], (host) => begin(host, subscribing));
  define("gudok-comments", ["lang", "theme", "thread", "closed"], (host) => begin(host, commenting));
  define("gudok-count", ["thread"], counting);

  // Editors that take no custom elements take <div class="gudok-comments" data-thread="…">.
  const upgrade = () => {
    for (const name of ["gudok-subscribe", "gudok-comments", "gudok-count"]) {
      for (const box of document.getElementsByClassName(name)) {
        if (box.localName === name || box.querySelector(name)) continue;
        const element = make(name, {}, ...box.childNodes);
        // Nothing else of an author's markup may become an attribute that runs or styles.
        for (const key of ["thread", "title", "lang", "theme", "topics", "cadence", "return", "closed"])
          if (key in box.dataset) element.setAttribute(key, box.dataset[key]);
        box.append(element);
      }
    }
  };
  ready.then(() => {
    upgrade();
    new MutationObserver(upgrade).observe(document.documentElement, { childList: true, subtree: true });
  });
}
