// The grid of certified copies: Enter goes down, the charge of each row follows (a copy of N pages costs as the rule says).
export function copyCharge(rule, pages) {
  const first = rule.first === null ? pages : Math.min(pages, rule.first);
  const amount = first * rule.price + (pages - first) * rule.later;
  return rule.cap === null ? amount : Math.min(amount, rule.cap);
}

const whole = (text) => (/^\d{1,4}$/.test(text.trim()) ? Number(text) : 0);
export const dong = (amount) => `${amount.toString().replace(/\B(?=(\d{3})+$)/g, ".")} đồng`;

export function watchGrid() {
  const grid = document.querySelector("[data-grid]");
  if (!grid) return;
  const rule = JSON.parse(grid.dataset.rule);
  grid.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    down(grid, event.target);
  });
  grid.addEventListener("input", () => count(grid, rule));
  setTimeout(() => count(grid, rule)); // the page answers before the sums stand
}

// From the last box of a row to the first title of the next; else the same box one row down.
function down(grid, box) {
  const rows = [...grid.querySelectorAll("tbody tr")];
  const row = box.closest("tr");
  const next = rows[rows.indexOf(row) + 1];
  const boxes = [...row.querySelectorAll("input")];
  const name = box === boxes[boxes.length - 1] ? "title" : box.dataset.column;
  (next || row).querySelector(`[data-column="${name}"]`)?.focus();
}

function count(grid, rule) {
  let total = 0;
  grid.querySelectorAll("tbody tr").forEach((row) => {
    const pages = whole(row.querySelector('[data-column="pages"]').value);
    const copies = whole(row.querySelector('[data-column="copies"]').value);
    const amount = copyCharge(rule, pages) * copies;
    row.querySelector("[data-amount]").textContent = amount ? dong(amount) : "–";
    total += amount;
  });
  document.querySelectorAll("[data-total]").forEach((place) => (place.textContent = dong(total)));
}
