// The other site's own switch between light and dark: the elements follow it.
const root = document.documentElement;
root.classList.toggle("dark", matchMedia("(prefers-color-scheme: dark)").matches);
addEventListener("DOMContentLoaded", () => {
  document.getElementById("switch").addEventListener("click", () => root.classList.toggle("dark"));
});
