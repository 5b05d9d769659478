// Files dropped on a paper's box, or pictures pasted while it has the focus, become its chosen files.
export function watchDrops() {
  document.querySelectorAll("[data-drop] .drop").forEach((box) => {
    const input = box.querySelector("input[type=file]");
    box.addEventListener("dragover", (event) => {
      event.preventDefault();
      box.classList.add("is-over");
    });
    box.addEventListener("dragleave", () => box.classList.remove("is-over"));
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      box.classList.remove("is-over");
      add(input, event.dataTransfer.files);
    });
    box.addEventListener("paste", (event) => event.clipboardData.files.length && add(input, event.clipboardData.files));
  });
}

function add(input, files) {
  const all = new DataTransfer();
  for (const file of input.files) all.items.add(file);
  for (const file of files) all.items.add(file);
  input.files = all.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
