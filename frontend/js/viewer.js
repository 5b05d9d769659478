// A paper is read beside the dossier where there is room for it; elsewhere, and without this script, the link opens it.
const WIDE = matchMedia("(min-width: 60em)");

export function readBeside() {
  const place = document.querySelector("[data-viewer-place]");
  if (!place) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-viewer]");
    if (!link || !WIDE.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(place, link);
  });
  place.querySelector("[data-viewer-close]").addEventListener("click", () => close(place));
}

function show(place, link) {
  // A new frame each time: one that only changes its address would fill the back button with papers.
  place.querySelector("iframe")?.remove();
  const title = link.firstChild.textContent.trim();
  const frame = Object.assign(document.createElement("iframe"), { src: link.href, title });
  place.querySelector("[data-viewer-title]").textContent = title;
  place.querySelector("[data-viewer-open]").href = link.href;
  place.append(frame);
  place.hidden = false;
  document.querySelectorAll("a[data-viewer][aria-current]").forEach((one) => one.removeAttribute("aria-current"));
  link.setAttribute("aria-current", "true");
}

function close(place) {
  place.querySelector("iframe")?.remove();
  place.hidden = true;
  const link = document.querySelector("a[data-viewer][aria-current]");
  link?.removeAttribute("aria-current");
  link?.focus();
}
