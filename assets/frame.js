// Tells the page around a frame how high its content is, whenever that changes.
"use strict";
new ResizeObserver(() => {
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  parent.postMessage({ gudok: "height", height }, "*");
}).observe(document.documentElement);
