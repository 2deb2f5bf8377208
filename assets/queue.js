// Gudok's moderation queue: the keys of WordPress, and a box that ticks all. Without this script each act is a form.
(() => {
  "use strict";
  const help = document.getElementById("keys");
  const shown = () => [...document.querySelectorAll(".case")].filter((one) => one.checkVisibility());
  const current = () => document.activeElement?.closest(".case");

  const step = (by) => {
    const all = shown();
    const at = all.indexOf(current());
    const next = all[at < 0 && by < 0 ? all.length - 1 : at + by];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
  };

  const press = (key) => {
    const place = key === "z" ? document : current();
    const target = place?.querySelector(`[data-key="${key}"]`);
    if (target?.tagName === "SUMMARY") {
      target.parentElement.open = true;
      target.parentElement.querySelector("textarea").focus();
    } else {
      target?.click();
    }
    return Boolean(target);
  };

  const acts = {
    j: () => { step(1); return true; },
    k: () => { step(-1); return true; },
    q: () => press("e"),
    "?": () => { help.showModal(); return true; },
  };
  for (const key of "ausdrezx") acts[key] = () => press(key);

  // The place of the key counts where the keyboard writes Hangul.
  const named = (event) => /^[\x20-\x7e]$/.test(event.key) ? event.key.toLowerCase() : event.code.replace(/^Key/, "").toLowerCase();
  document.addEventListener("keydown", (event) => {
    const writes = event.target.closest("textarea, select, dialog, input:not([type=checkbox])");
    if (writes || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = named(event);
    // A key that is held down goes on through the list, and decides only once.
    if (event.repeat && key !== "j" && key !== "k") return;
    if (acts[key]?.()) event.preventDefault();
  });

  const open = document.querySelector("[data-keys]");
  if (open) {
    open.hidden = false;
    open.addEventListener("click", () => help.showModal());
  }
  const all = document.querySelector("[data-all]");
  if (all) {
    all.hidden = false;
    all.addEventListener("change", (event) => {
      for (const one of shown()) one.querySelector("[data-key=x]").checked = event.target.checked;
    });
  }
})();
