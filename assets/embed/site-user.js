// The site's server says who is signed in, in words that it signs. They make this browser that user's author for an hour.
() => {
  "use strict";
  const own = document.currentScript;
  const [, server] = (own && /^(https?:.*)\/site-user\.js([?#]|$)/.exec(own.src)) || [];
  if (!server || !own.dataset.from) return;
  const { from } = own.dataset;
  // As the elements keep it.
  const named = (key) => `gudok ${server} ${key}`;
  const recall = (key) => JSON.parse(localStorage.getItem(named(key))) ?? undefined;
  const remember = (key, value) => {
    if (value === undefined) localStorage.removeItem(named(key));
    else localStorage.setItem(named(key), JSON.stringify(value));
  };

  const fill = ({ name, email }) => {
    for (const host of document.querySelectorAll("gudok-comments")) {
      const form = host.shadowRoot && host.shadowRoot.querySelector("form[data-gudok=comment]");
      if (!form) continue;
      form.elements.name.value = name;
      form.elements.email.value = email || "";
    }
  };
  const signIn = async () => {
    const known = recall("user");
    const asked = await fetch(from, { credentials: "same-origin", cache: "no-store" });
    // Who signed out leaves nothing to the next person at this browser. Any other answer says nothing of who is signed in.
    if ([204, 401, 403].includes(asked.status) && known) for (const key of ["user", "me", "author"]) remember(key);
    if (asked.status !== 200) return;
    const signed = await asked.json();
    const user = JSON.parse(signed.user);
    if (known && known.id === user.id && Date.now() < known.until) return;
    if (known && known.id !== user.id) remember("author");
    const headers = { "content-type": "application/json" };
    const author = recall("author");
    if (author) headers["gudok-author"] = author;
    const answer = await fetch(`${server}/api/v1/site-users`, { method: "POST", headers, body: JSON.stringify(signed) });
    if (!answer.ok) return;
    const { author_token: token, signed_in_for: seconds } = await answer.json();
    remember("author", token);
    remember("user", { id: user.id, until: Date.now() + (seconds - 300) * 1000 });
    remember("me", { ...recall("me"), name: user.name, email: user.email });
    fill(user);
  };
  // Without a storage, or with the site's server away, the reader is a guest.
  signIn().catch(() => {});
}
