// Shows how far an upload is, and keeps the chosen files when the connection is lost in the middle.
import { holdsFiles, mark } from "./guard.js";

const address = () => location.pathname + location.search;
let shown = address();

export function watchUploads(afterwards) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || event.submitter?.formNoValidate || !holdsFiles(form)) return;
    event.preventDefault();
    send(form, event.submitter, afterwards);
  });
  // Back from a page that was put in place: fetch the one its address names (a jump within the page is none).
  window.addEventListener("popstate", () => {
    if (shown !== address()) location.reload();
  });
}

function send(form, button, afterwards) {
  const request = new XMLHttpRequest();
  const bar = form.querySelector(".upload-progress");
  const lost = form.querySelector("[data-lost]");
  const body = new FormData(form);
  if (button?.name) body.append(button.name, button.value);
  show(bar, true);
  show(lost, false);
  request.upload.addEventListener("progress", (event) => {
    if (bar && event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
  });
  request.addEventListener("load", () => place(request, afterwards));
  request.addEventListener("error", () => {
    show(bar, false);
    show(lost, true);
    lost?.scrollIntoView({ block: "nearest" });
    mark(form, false);
  });
  request.open("POST", button?.getAttribute("formaction") || form.getAttribute("action") || location.href);
  request.send(body);
}

function show(element, isShown) {
  if (element) element.hidden = !isShown;
}

// The answer is a whole page: it takes the place of this one, at its own address.
function place(request, afterwards) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  if (request.responseURL !== location.href) history.pushState(null, "", request.responseURL);
  shown = address();
  document.title = page.title;
  document.body.replaceWith(document.adoptNode(page.body));
  window.scrollTo(0, 0);
  document.dispatchEvent(new Event("tinhso:placed"));
  afterwards();
}
