// Alt with an arrow moves the row or question one is in: it presses the button that does.
export function watchOrder() {
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const button = event.target.closest("[data-order]")?.querySelector(event.key === "ArrowUp" ? "[data-up]" : "[data-down]");
    if (!button || button.disabled) return;
    event.preventDefault();
    button.click();
  });
}
