// The card field of the counter: what the scanner types is read here, fills the boxes and is gone; nothing of it is sent.
import { readCard } from "./card.js";

const QUIET = 300; // milliseconds without a key: a scanner that sends no Enter has finished

export function watchCards() {
  const field = document.querySelector("[data-card] input#card");
  if (!field) return;
  let timer = 0;
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !field.value.trim()) return;
    event.preventDefault();
    take(field);
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    if ((field.value.match(/\|/g) || []).length >= 5) timer = setTimeout(() => take(field), QUIET);
  });
  field.addEventListener("change", () => field.value.trim() && take(field));
  field.form.addEventListener("submit", () => (field.value = ""));
}

function take(field) {
  const read = readCard(field.value);
  field.value = "";
  say(field, read.problem);
  if (read.problem) return field.focus();
  const day = read.birthDate.split("-").reverse().join("/");
  const boxes = {
    applicant_name: read.fullName,
    applicant_number: read.number,
    applicant_birth_date: day,
    applicant_sex: read.sex,
    "applicant_address-detail": read.address,
    who_birth_date: day,
    who_sex: read.sex,
    who_address: read.address,
    from_card: "1",
  };
  Object.keys(boxes).forEach((name) => fill(field.form, name, boxes[name]));
  field.dispatchEvent(new Event("input", { bubbles: true })); // what stands beside the form follows
  nextEmpty(field)?.focus();
}

export function fill(form, name, value) {
  const box = form.elements[name];
  if (!box) return;
  if (box instanceof RadioNodeList) box.value = value;
  else if (box.type === "radio" || box.type === "checkbox") box.checked = box.value === value;
  else box.value = value;
  const shown = document.getElementById(name);
  shown?.classList.toggle("is-from-card", Boolean(value));
}

function say(field, problem) {
  const state = document.getElementById("card-state");
  state.textContent = { "": state.dataset.read, garbled: state.dataset.garbled, not_a_card: state.dataset.notACard }[problem];
  state.classList.toggle("field-error", Boolean(problem));
  if (problem) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

// The first box after the card's that a person has to fill.
function nextEmpty(field) {
  const boxes = [...field.form.querySelectorAll("input, select, textarea")].filter(
    (box) => box !== field && box.type !== "hidden" && !["checkbox", "radio"].includes(box.type) && box.offsetParent,
  );
  return boxes.find((box) => !box.value && !box.closest("[data-card]"));
}
