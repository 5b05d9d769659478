// Choosing rows of a list: one, up to another, all; and how many are chosen.
const box = (row) => row?.querySelector(".pick input[type=checkbox]");
let last = null;

export function pickOne(row) {
  if (!box(row)) return false;
  box(row).click();
  last = row;
}

export function pickTo(row) {
  if (!box(row)) return false;
  const rows = [...row.parentElement.children];
  const here = rows.indexOf(row);
  const there = Math.max(rows.indexOf(last ?? row), 0);
  rows.slice(Math.min(here, there), Math.max(here, there) + 1).forEach((one) => set(box(one), true));
  last = row;
}

export function pickAll(rows) {
  const boxes = rows.map(box).filter(Boolean);
  if (!boxes.length) return false;
  const wanted = !boxes.every((one) => one.checked);
  boxes.forEach((one) => set(one, wanted));
}

function set(one, wanted) {
  if (one.checked !== wanted) one.click();
}

export function countPicked() {
  const place = document.querySelector("[data-picked]");
  if (!place) return;
  const say = () => {
    const count = document.querySelectorAll(".pick input:checked").length;
    place.textContent = count ? `(${count})` : "";
  };
  document.addEventListener("change", (event) => event.target.closest(".pick") && say());
  // Shift and the mouse choose what lies between, as Shift and the letter do.
  document.addEventListener("click", (event) => {
    const row = event.target.closest(".pick input")?.closest("tr");
    if (row && event.shiftKey && event.isTrusted) pickTo(row);
    else if (row && event.isTrusted) last = row;
  });
  say();
}
