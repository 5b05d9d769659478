// The counter: Ctrl+Enter finishes, F2 and F4 take an offer, a lost connection leaves the page as it is.
import htmx from "htmx.org/dist/htmx.esm.js";
import { mark, sayLost } from "./guard.js";
import { fill } from "./scan.js";

export function watchCounter(afterwards) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) finish(event);
    else if (event.key === "F2") offer(event, 0);
    else if (event.key === "F4") offer(event, -1);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-fill]");
    if (button) take(button);
    const link = event.target.closest?.("a[data-print]");
    if (link && !event.ctrlKey && !event.shiftKey) print(event, link);
  });
  document.addEventListener("submit", (event) => stay(event, afterwards));
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("[data-cash]");
    if (form) change(form);
  });
  // Back in the browser's history: what was typed stands there again, so what stands beside it is asked for again.
  window.addEventListener("pageshow", () => {
    const came = performance.getEntriesByType("navigation")[0];
    if (came?.type === "back_forward") document.getElementById("intake")?.dispatchEvent(new Event("input"));
  });
  document.addEventListener("htmx:afterSwap", showOffers);
  showOffers();
  if (document.querySelector("[data-print-now]")) window.print();
}

function finish(event) {
  const form = event.target.closest?.("form") || document.querySelector("form[data-finish]");
  if (!form || !("finish" in form.dataset)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-finish-with]") || undefined);
}

const showOffers = () => document.querySelectorAll("[data-fill][hidden]").forEach((button) => (button.hidden = false));

function offer(event, place) {
  const all = [...document.querySelectorAll("[data-fill]")].filter((button) => Boolean(button.dataset.fillToo) === (place === -1));
  if (!all.length) return;
  event.preventDefault();
  take(all[0]);
}

function take(button) {
  const form = document.getElementById("intake") || button.closest("form");
  fill(form, button.dataset.fill, button.dataset.text);
  if (button.dataset.fillToo) fill(form, button.dataset.fillToo, button.dataset.textToo);
  const box = document.getElementById(button.dataset.fill);
  box?.focus();
  box?.dispatchEvent(new Event("input", { bubbles: true }));
}

// Sent in the background: when the connection is lost the page stays, with all that was typed.
async function stay(event, afterwards) {
  const form = event.target;
  if (event.defaultPrevented || !("stay" in form.dataset)) return;
  event.preventDefault();
  const body = new FormData(form);
  if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
  let answer;
  try {
    answer = await fetch(form.getAttribute("action") || location.href, { method: "POST", body });
  } catch {
    return lost(form);
  }
  if (answer.status >= 500) return lost(form);
  if (answer.redirected) return location.assign(answer.url);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
  htmx.process(document.body);
  window.scrollTo(0, 0);
  afterwards();
}

function lost(form) {
  mark(form, false);
  sayLost();
}

function change(form) {
  const given = Number(form.elements.given.value.replace(/[^\d]/g, ""));
  const line = form.querySelector("[data-change]");
  const rest = given - Number(form.dataset.cash);
  const amount = `${Math.abs(rest).toString().replace(/\B(?=(\d{3})+$)/g, ".")} đồng`;
  line.textContent = given ? `${rest < 0 ? line.dataset.short : line.dataset.change}: ${amount}` : "";
}

// One key, one paper: the file is fetched into a hidden frame and goes to the printer from there.
function print(event, link) {
  event.preventDefault();
  document.getElementById("printing")?.remove();
  const frame = document.createElement("iframe");
  frame.id = "printing";
  frame.hidden = true;
  frame.title = link.textContent;
  frame.addEventListener("load", () => frame.contentWindow?.print());
  frame.src = link.href;
  document.body.append(frame);
}
