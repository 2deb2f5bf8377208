// Gudok's panel: buttons that copy, and values of charts.
//
// Buttons that copy. They are hidden without this script, and the text can be selected by hand.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    if (!source || !navigator.clipboard) continue;
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.textContent);
      } catch {
        getSelection().selectAllChildren(source);
        return;
      }
      button.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }
})();

// Values of a chart: under the pointer, and with the arrow keys once the chart has the focus. Without this script each column has
// a title, and each chart a table.
(() => {
  "use strict";
  for (const plot of document.querySelectorAll(".plot")) {
    const points = [...plot.querySelectorAll(".point")];
    const readout = plot.querySelector(".readout");
    const lines = points.map((point) => {
      const title = point.firstElementChild;
      title.remove();
      return title.textContent;
    });
    const last = points.length - 1;
    let at = last;
    const show = (wanted) => {
      points[at].classList.remove("on");
      at = Math.max(0, Math.min(last, wanted));
      points[at].classList.add("on");
      readout.textContent = lines[at];
      readout.hidden = false;
      readout.classList.toggle("right", at * 2 < last);
      plot.setAttribute("aria-valuenow", at + 1);
      plot.setAttribute("aria-valuetext", lines[at]);
    };
    const hide = () => {
      points[at].classList.remove("on");
      readout.hidden = true;
    };
    show(last);
    hide();
    plot.tabIndex = 0;
    plot.setAttribute("role", "slider");
    plot.setAttribute("aria-labelledby", plot.querySelector("svg").getAttribute("aria-labelledby"));
    plot.setAttribute("aria-valuemin", 1);
    plot.setAttribute("aria-valuemax", points.length);
    plot.addEventListener("keydown", (event) => {
      const steps = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, Home: 0, End: last };
      if (event.key === "Escape") hide();
      if (!(event.key in steps)) return;
      event.preventDefault();
      show(steps[event.key]);
    });
    plot.addEventListener("focus", () => show(at));
    plot.addEventListener("blur", hide);
    plot.addEventListener("pointermove", (event) => {
      const point = points.indexOf(event.target);
      if (point >= 0) show(point);
    });
    plot.addEventListener("pointerleave", () => {
      if (document.activeElement !== plot) hide();
    });
  }
})();
