// A list that narrows while one types, without accents; arrows choose, Enter takes. The buttons work without this too.
const plain = (text) =>
  text
    .toLowerCase()
    .replaceAll("đ", "d")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/\b([bcdghklmnrstvx]|kh|th|tr|ch|nh|ph|qu)y\b/g, "$1i");

export function watchPicks() {
  document.querySelectorAll("[data-pick-for]").forEach((list) => watch(list, document.getElementById(list.dataset.pickFor)));
}

function watch(list, field) {
  const options = [...list.querySelectorAll("button")];
  list.setAttribute("role", "listbox");
  options.forEach((option) => {
    option.setAttribute("role", "option");
    option.tabIndex = -1;
    option.parentElement.setAttribute("role", "presentation");
  });
  const said = { role: "combobox", "aria-controls": list.id, "aria-expanded": "true", "aria-autocomplete": "list" };
  Object.keys(said).forEach((name) => field.setAttribute(name, said[name]));
  let at = -1;
  const shown = () => options.filter((option) => !option.parentElement.hidden);
  const mark = (place) => {
    at = place;
    const all = shown();
    options.forEach((option) => option.setAttribute("aria-selected", String(option === all[at])));
    if (all[at]) {
      field.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };
  const narrow = () => {
    options.forEach((option) => (option.parentElement.hidden = !means(field.value, option)));
    const none = document.querySelector("[data-pick-none]");
    if (none) none.hidden = shown().length > 0;
    mark(shown().length && field.value.trim() ? 0 : -1);
  };
  field.addEventListener("input", narrow);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = shown().length;
    if (event.key === "ArrowDown" && count) mark((at + 1) % count);
    else if (event.key === "ArrowUp" && count) mark((at + count - 1) % count);
    else if (event.key === "Enter" && shown()[at]) shown()[at].click();
    else return;
    event.preventDefault();
  });
  narrow();
}

function means(text, option) {
  const wanted = plain(text).replace(/[^a-z0-9.]+/g, " ").trim();
  if (/^[\d. ]+$/.test(wanted)) return option.value.replaceAll(".", "").includes(wanted.replace(/[. ]/g, ""));
  const words = plain(option.textContent).split(/[^a-z0-9]+/);
  return wanted.split(" ").every((part) => !part || words.some((word) => word.startsWith(part)));
}
