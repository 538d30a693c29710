// Zones are moved by pointer or by arrow keys and saved at once; without this script the zone's own page does it.
(() => {
  const plan = document.querySelector("[data-plan][data-writes]");
  if (!plan) return;
  const STEP = 10, SIDE = 1000;
  const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  const bound = (value) => Math.min(Math.max(Math.round(value / STEP) * STEP, 0), SIDE);
  const put = (zone, x, y) => {
    zone.dataset.x = bound(x);
    zone.dataset.y = bound(y);
    zone.setAttribute("transform", `translate(${zone.dataset.x} ${zone.dataset.y})`);
  };
  const keep = (zone) => {
    const body = new URLSearchParams({ x: zone.dataset.x, y: zone.dataset.y });
    fetch(zone.dataset.zone, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token } })
      .then((answer) => { if (!answer.ok) location.reload(); })
      .catch(() => location.reload());
  };
  const where = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY);
    return point.matrixTransform(plan.getScreenCTM().inverse());
  };
  for (const zone of plan.querySelectorAll("[data-zone]")) {
    let start = null, timer = 0;
    zone.addEventListener("pointerdown", (event) => {
      if (event.button || event.target.closest("a")) return;
      const at = where(event);
      start = { dx: at.x - Number(zone.dataset.x), dy: at.y - Number(zone.dataset.y) };
      zone.setPointerCapture(event.pointerId);
      zone.classList.add("drags");
      event.preventDefault();
    });
    zone.addEventListener("pointermove", (event) => {
      if (!start) return;
      const at = where(event);
      put(zone, at.x - start.dx, at.y - start.dy);
    });
    const end = () => {
      if (!start) return;
      start = null;
      zone.classList.remove("drags");
      keep(zone);
    };
    zone.addEventListener("pointerup", end);
    zone.addEventListener("pointercancel", end);
    zone.addEventListener("keydown", (event) => {
      const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      const way = event.target === zone && ways[event.key];
      if (!way) return;
      event.preventDefault();
      const far = STEP * (event.shiftKey ? 10 : 1);
      put(zone, Number(zone.dataset.x) + way[0] * far, Number(zone.dataset.y) + way[1] * far);
      clearTimeout(timer);
      timer = setTimeout(() => keep(zone), 500);
    });
  }
})();
