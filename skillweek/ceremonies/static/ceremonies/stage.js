// The clock of the stage goes on by itself from the moment the page was made; the page comes anew when an item ends.
(() => {
  const stage = document.querySelector("[data-stage]");
  if (!stage) return;
  const begun = performance.now(), at = Date.parse(stage.dataset.now), zone = stage.dataset.now.slice(-6);
  const sign = zone[0] === "-" ? -1 : 1;
  const shift = sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))) * 60000;
  const two = (number) => String(number).padStart(2, "0");
  let asked = false;
  const tick = () => {
    const now = at + performance.now() - begun;
    const local = new Date(now + shift);
    stage.querySelector("[data-clock]").textContent = `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`;
    for (const part of stage.querySelectorAll("[data-ends]")) {
      const left = Math.ceil((Date.parse(part.dataset.ends) - now) / 1000);
      const label = part.querySelector("[data-left]");
      if (label && left < 86400) label.textContent = `−${two(Math.floor(Math.max(left, 0) / 60))}:${two(Math.max(left, 0) % 60)}`;
      if (left <= 0 && !asked) { asked = true; setTimeout(() => location.reload(), 1200); }
    }
  };
  tick();
  setInterval(tick, 1000);
})();
