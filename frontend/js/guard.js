// A second press sends nothing twice; without a connection the page stays; leaving with unsaved text is asked about.
const AGAIN_AFTER = 15000; // the server may have died: let the person try again

export function guardSubmits() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (!navigator.onLine && !("stay" in form.dataset) && !holdsFiles(form) && !form.dataset.reached) {
      event.preventDefault();
      return sendIfReached(form, event.submitter);
    }
    delete form.dataset.reached;
    if ("noGuard" in form.dataset) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    mark(form, true);
    setTimeout(() => mark(form, false), AGAIN_AFTER);
  });
  // A page taken from the back-forward cache must be usable again.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => mark(form, false)));
}

// A machine without a network may still reach the product: the one it runs on does.
async function sendIfReached(form, button) {
  try {
    await fetch("/healthz", { cache: "no-store" });
  } catch {
    return sayLost();
  }
  form.dataset.reached = "1";
  form.requestSubmit(button);
}

// Such a form is sent by upload.js, which tells of a lost connection beside the files.
export function holdsFiles(form) {
  return [...form.querySelectorAll("[data-upload] input[type=file]")].some((input) => input.files.length > 0);
}

export function sayLost(isRefused = false) {
  const live = document.getElementById("live");
  live.textContent = isRefused ? live.dataset.refused : live.dataset.lost;
  live.classList.remove("only-heard");
}

export function mark(form, isSent) {
  if (isSent) form.dataset.sent = "1";
  else delete form.dataset.sent;
  // aria-disabled, not disabled: a disabled button would not be sent with the form.
  form.querySelectorAll("button[type=submit]").forEach((button) => {
    if (isSent) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  });
}

export function warnUnsaved() {
  let isDirty = false;
  document.addEventListener("input", (event) => {
    if (event.target.form && "guard" in event.target.form.dataset) isDirty = true;
  });
  document.addEventListener("submit", () => (isDirty = false));
  window.addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });
}
