// Alt with arrows, Insert and Delete work on the item that has the focus; everything is a form that works without.
(() => {
  const run = document.querySelector("[data-run]");
  if (!run) return;
  const press = { ArrowUp: "[data-up]", ArrowDown: "[data-down]", Delete: "[data-remove]", Insert: "[data-insert]" };
  const target = location.hash && run.querySelector(location.hash);
  if (target) (target.querySelector(".doing a") || target).focus({ preventScroll: true });
  run.addEventListener("keydown", (event) => {
    const item = event.target.closest("li");
    if (!event.altKey || !item || !press[event.key]) return;
    const button = item.querySelector(press[event.key]);
    if (!button || button.disabled) return;
    event.preventDefault();
    button.click();
  });
})();
