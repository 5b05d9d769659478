// The day's numbers follow by themselves: once a minute, not while the page is hidden. What has the focus keeps it
// (htmx puts it back on the element of the same id).
import htmx from "htmx.org/dist/htmx.esm.js";

const EVERY = 60000;

export function watchRefresh() {
  const place = document.querySelector("[data-refresh]");
  if (!place) return;
  let asked = Date.now();
  const ask = () => {
    asked = Date.now();
    htmx.trigger(place, "refresh");
  };
  setInterval(() => !document.hidden && ask(), EVERY);
  document.addEventListener("visibilitychange", () => !document.hidden && Date.now() - asked > EVERY && ask());
}
