// Staff pages: htmx, and the keyboard scheme. Loaded after forms.js.
import htmx from "htmx.org/dist/htmx.esm.js";
import { watchCounter } from "./counter.js";
import { watchDrops } from "./drop.js";
import { sayLost } from "./guard.js";
import { watchGrid } from "./grid.js";
import { watchKeys } from "./keys.js";
import { countPicked } from "./rows.js";
import { readBeside } from "./viewer.js";
import { watchOrder } from "./order.js";
import { watchPicks } from "./pick.js";
import { watchRefresh } from "./refresh.js";
import { watchCards } from "./scan.js";

Object.assign(htmx.config, {
  historyCacheSize: 0, // no personal data in the browser's storage
  refreshOnHistoryMiss: true,
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false, // inline styles are refused by the content policy
  selfRequestsOnly: true,
  timeout: 15000,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "4(09|22)", swap: true }, // what a person can mend is shown in place
    { code: "...", swap: false, error: true },
  ],
});

document.addEventListener("htmx:beforeRequest", (event) => event.detail.target.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", (event) => event.detail.target?.removeAttribute("aria-busy"));
document.addEventListener("htmx:afterSettle", (event) => event.detail.elt.querySelector("[data-focus]")?.focus());
document.addEventListener("htmx:responseError", (event) => sayLost(event.detail.xhr.status > 0 && event.detail.xhr.status < 500));
document.addEventListener("htmx:sendError", () => sayLost());
document.addEventListener("htmx:timeout", () => sayLost());

// A form that is the whole page begins in its first field; an error summary goes before it.
function beginForm() {
  if (document.querySelector("[data-focus]")) return;
  document.querySelector("form[data-begin] :is(input:not([type=hidden]), select, textarea)")?.focus();
}

// What belongs to the page itself, also when an answer took its place.
function beginPage() {
  watchCards();
  watchPicks();
  watchGrid();
  watchDrops();
  document.querySelector("[data-focus]")?.focus();
  beginForm();
}

// An upload's answer took the page's place: what asks by itself there must be told to begin.
document.addEventListener("tinhso:placed", () => {
  htmx.process(document.body);
  beginPage();
});

watchKeys();
watchOrder();
readBeside();
countPicked();
watchCounter(beginPage);
watchRefresh();
beginPage();
