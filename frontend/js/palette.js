// Ctrl+K: what can be reached from here by typing a part of its name; anything else is searched for.
const MARKS = /[\u0300-\u036f]/g;
const fold = (text) => text.normalize("NFD").replace(MARKS, "").replaceAll("đ", "d").replaceAll("Đ", "D").toLowerCase().trim();

export function openPalette() {
  const dialog = document.getElementById("palette");
  if (!dialog) return false;
  if (dialog.open) return true;
  const field = dialog.querySelector("input");
  const list = dialog.querySelector("ul");
  const places = reachable();
  const show = () => list.replaceChildren(...matching(places, field.value).map((one) => entry(dialog, one)));
  field.value = "";
  field.oninput = show;
  dialog.querySelector("form").onsubmit = (event) => {
    event.preventDefault();
    list.querySelector("button")?.click();
  };
  show();
  dialog.showModal();
  field.focus();
  return true;
}

function reachable() {
  const links = [...document.querySelectorAll(".desk-menu a, .tabs a, a[data-key]")].map((link) => ({ title: link.dataset.keyTitle ?? link.textContent.trim(), go: () => link.click() }));
  const acts = [...document.querySelectorAll("details[data-key], form[data-key]")].map((place) => ({ title: place.dataset.keyTitle, go: () => unfold(place) }));
  return [...acts, ...links];
}

function matching(places, typed) {
  const wanted = fold(typed);
  const found = places.filter((one) => fold(one.title).includes(wanted)).slice(0, 12);
  const finder = document.querySelector("[data-finds]");
  return wanted && finder ? [...found, { title: `${finder.textContent.trim()}: ${typed}`, go: () => find(finder.href, typed) }] : found;
}

function entry(dialog, one) {
  const item = document.createElement("li");
  const button = item.appendChild(Object.assign(document.createElement("button"), { type: "button", className: "palette-entry", textContent: one.title }));
  button.addEventListener("click", () => {
    dialog.close();
    one.go();
  });
  return item;
}

function unfold(place) {
  if (place.tagName === "DETAILS") place.open = true;
  place.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
  place.scrollIntoView({ block: "nearest" });
}

// By POST: what is searched for may be a name.
function find(address, text) {
  const form = Object.assign(document.createElement("form"), { method: "post", action: address, hidden: true });
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  form.append(hidden("csrfmiddlewaretoken", token), hidden("tim", text));
  document.body.append(form);
  form.submit();
}

function hidden(name, value) {
  return Object.assign(document.createElement("input"), { type: "hidden", name, value });
}
