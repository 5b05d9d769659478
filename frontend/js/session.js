// Two minutes before the session ends a bar offers to go on (WCAG 2.2.1); without JavaScript drafts keep what was typed.
const WARN_BEFORE = 120;
const LOOK_EVERY = 10000;

export function watchSession() {
  const form = document.querySelector("[data-session]");
  if (!form) return;
  let ends = endOf(form);
  // A clock, not one long timer: timers stand still while a device sleeps.
  setInterval(() => (form.hidden = Date.now() < ends - WARN_BEFORE * 1000), LOOK_EVERY);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.ok) {
      ends = endOf(form);
      form.hidden = true;
      delete form.dataset.sent;
    } else {
      location.reload();
    }
  });
}

function endOf(form) {
  return Date.now() + Number(form.dataset.session) * 1000;
}
