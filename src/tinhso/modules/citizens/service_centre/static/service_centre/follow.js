// A part of a page follows by itself: asked for every few seconds while the page is seen, replaced only when it changed
// and nobody is at work in it. When the answer does not come the page says so instead of showing the past as now.
const place = document.querySelector("[data-follow]");
const lost = document.querySelector("[data-follow-lost]");
const every = Number(place?.dataset.every || 10) * 1000;
let shown = "";

async function follow() {
  if (document.hidden) return;
  try {
    const answer = await fetch(place.dataset.follow, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) throw new Error(String(answer.status));
    placeNew(await answer.text());
    if (lost) lost.hidden = true;
  } catch {
    if (lost) lost.hidden = false;
  }
}

function placeNew(text) {
  if (text === shown || place.contains(document.activeElement) || place.querySelector("details[open]")) return;
  shown = text;
  const page = new DOMParser().parseFromString(text, "text/html");
  place.replaceChildren(...[...page.body.childNodes].map((node) => document.adoptNode(node)));
}

if (place) {
  setInterval(follow, every);
  document.addEventListener("visibilitychange", follow);
}
