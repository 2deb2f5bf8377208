// The one address that sites paste. It loads the script of this version, whose name never means another content. The second script is
// loaded when there is a thread.
(server, names) => {
  const own = document.currentScript;
  const at = own && /^(https?:.*)\/embed\.js([?#]|$)/.exec(own.src);
  let address = (name) => `${at ? at[1] : server}/${name}`;
  if (window.trustedTypes) {
    // A page may allow no policy of this name, or have this script twice: then its own rules decide.
    try {
      const policy = trustedTypes.createPolicy("gudok", { createScriptURL: address });
      address = (name) => policy.createScriptURL(name);
    } catch {}
  }
  const load = (name) => {
    const script = document.createElement("script");
    try {
      script.src = address(name);
    } catch {
      // The first of two scripts has the policy, and defines the elements.
      return;
    }
    script.async = true;
    if (own && own.nonce) script.nonce = own.nonce;
    document.head.append(script);
  };
  load(names[0]);
  addEventListener("gudok:shown", () => load(names[1]), { once: true });
}
