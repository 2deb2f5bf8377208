// Gudok's panel: a file that is too large is refused before it is sent. Without this script the server refuses it.
(() => {
  "use strict";
  for (const input of document.querySelectorAll("input[type=file][data-most]")) {
    input.addEventListener("change", () => {
      const file = input.files[0];
      const isLarge = file && file.size > Number(input.dataset.most);
      input.setCustomValidity(isLarge ? input.dataset.refusal : "");
      input.reportValidity();
    });
  }
})();
