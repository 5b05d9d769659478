// One-letter shortcuts; never while typing or composing (Telex, VNI), and not at all when switched off.
import { keyOf, letterFor, startChanging } from "./keymap.js";
import { openPalette } from "./palette.js";
import { pickAll, pickOne, pickTo } from "./rows.js";

const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

export function watchKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.ctrlKey || event.metaKey) return withControl(event);
    if (event.key === "Escape") return leave();
    if (document.documentElement.dataset.keys === "off" || event.altKey) return;
    if (event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
    const key = keyOf(event.key);
    const act = ACTS[key];
    const isDone = act && act(event) !== false;
    if (isDone || goTo(key) !== false) event.preventDefault();
  });
  document.querySelector("[data-keys-change]")?.addEventListener("click", (event) => startChanging(event.target));
}

const ACTS = {
  "/": () => focusOn(document.querySelector("[data-search]")),
  "?": () => help(),
  j: () => step(1),
  k: () => step(-1),
  o: () => open(),
  x: () => pickOne(current()),
  X: () => pickTo(current()),
  a: () => pickAll(rows()),
  // Enter on a link or button is theirs.
  Enter: (event) => (event.target.closest("a, button, summary, input") ? false : open()),
};

// Not letters, so they work while typing too; the palette and "save and next".
function withControl(event) {
  if (event.altKey || event.shiftKey || document.documentElement.dataset.keys === "off") return;
  if (event.key === "k" && openPalette()) event.preventDefault();
  if (event.key === "Enter" && saveAndNext(event.target.closest("main form[method=post]"))) event.preventDefault();
}

function saveAndNext(form) {
  if (!form || !document.querySelector("[data-next-here]")) return false;
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "go", value: "next" }));
  form.requestSubmit();
  return true;
}

const rows = () => [...document.querySelectorAll("[data-rows] tbody tr")];
const current = () => document.querySelector("[data-rows] tr.is-current");

// What a page itself names a key: data-key="b" on a folded form, a form or a link. Nothing is ever sent by a letter.
function goTo(key) {
  const place = /^[a-z]$/.test(key) && document.querySelector(`[data-key="${key}"]`);
  if (!place) return false;
  if (place.tagName === "A") return place.click();
  if (place.tagName === "DETAILS") place.open = true;
  const first = place.querySelector("input:not([type=hidden]), select, textarea, button");
  if (!first) return false;
  first.focus();
  place.scrollIntoView({ block: "nearest" });
}

function help() {
  const dialog = document.getElementById("keys");
  const list = dialog?.querySelector("[data-keys-here]");
  list?.replaceChildren(...[...document.querySelectorAll("[data-key]")].filter((place) => place.querySelector("form, button") || place.tagName === "A").map(line));
  dialog?.querySelectorAll("kbd[data-letter]").forEach((one) => (one.textContent = letterFor(one.dataset.letter)));
  dialog?.showModal();
}

function line(place) {
  const row = document.createElement("div");
  const key = row.appendChild(document.createElement("dt")).appendChild(document.createElement("kbd"));
  key.dataset.letter = place.dataset.key;
  row.appendChild(document.createElement("dd")).textContent = place.dataset.keyTitle;
  return row;
}

function focusOn(element) {
  if (!element) return false;
  element.focus();
}

function step(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(current());
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  current()?.classList.remove("is-current");
  next.classList.add("is-current");
  next.querySelector("[data-open]")?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function open() {
  const link = current()?.querySelector("[data-open]");
  if (!link) return false;
  link.click();
}

function leave() {
  document.querySelectorAll("details.menu-button[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  current()?.classList.remove("is-current");
}
