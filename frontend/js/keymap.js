// Letters a person changed for others, kept in this browser: {"b": "s"} means that s does what b did.
const PLACE = "tinhso.keys";

function changed() {
  try {
    const kept = JSON.parse(localStorage.getItem(PLACE) ?? "{}");
    return kept && typeof kept === "object" ? kept : {};
  } catch {
    return {};
  }
}

export function letterFor(letter) {
  return changed()[letter] ?? letter;
}

// The letter of the scheme that a pressed key stands for; one that was given away stands for nothing.
export function keyOf(pressed) {
  const map = changed();
  const found = Object.keys(map).find((letter) => map[letter] === pressed);
  return found ?? (pressed in map ? "" : pressed);
}

// In the table of keys every letter becomes a field; leaving it keeps the letter typed.
export function startChanging(button) {
  const dialog = button.closest("dialog");
  dialog.querySelectorAll("kbd[data-letter]").forEach((one) => {
    const field = Object.assign(document.createElement("input"), { className: "input input-2", maxLength: 1, value: letterFor(one.dataset.letter) });
    field.setAttribute("aria-label", one.closest("div").querySelector("dd").textContent);
    field.addEventListener("change", () => keep(one.dataset.letter, field));
    one.replaceWith(field);
  });
  button.hidden = true;
  dialog.querySelector("input")?.focus();
}

function keep(letter, field) {
  const map = changed();
  const wanted = field.value.trim().toLowerCase();
  const isTaken = Object.keys(map).some((other) => other !== letter && map[other] === wanted);
  if (!/^[a-z]$/.test(wanted) || isTaken) field.value = letterFor(letter);
  else if (wanted === letter) delete map[letter];
  else map[letter] = wanted;
  localStorage.setItem(PLACE, JSON.stringify(map));
}
