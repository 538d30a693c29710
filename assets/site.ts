/*
 * Small enhancements by attribute; a page without script does the same with one more click.
 *
 *   form[data-once]            the button is disabled while the form is on its way (no double booking)
 *   [data-auto-submit]         a select or checkbox sends its form when it changes
 *   [data-confirm="question"]  a button asks before it sends its form
 *   button[data-print]         prints the page
 *   button[data-copy="text"]   copies a text; data-done holds what the button says then
 *   button[data-share]         opens the phone's share sheet; hidden where there is none
 *   details[data-menu]         closes on Escape and on a click outside
 *   [data-into-view]           is scrolled into view inside its own strip
 *   button[data-near]          asks where the device is and adds near= to the form, to a kilometre
 *   form[data-keep="url"]      remembers the ticked sessions in the cookie my_week and goes to url
 *   [data-left="code or day"]  shows the places left, loaded with all others of the page; data-before, data-few
 *   time[data-until]           counts down to its datetime; data-days, data-hours: "{n} …"
 */

const all = <T extends HTMLElement>(selector: string): T[] => [...document.querySelectorAll<T>(selector)];

function once(form: HTMLFormElement): void {
  form.addEventListener("submit", () => {
    for (const button of form.querySelectorAll<HTMLButtonElement>("button:not([type=button])")) {
      setTimeout(() => { button.disabled = true; }, 0);
    }
  });
  window.addEventListener("pageshow", () => {
    for (const button of form.querySelectorAll<HTMLButtonElement>("button:disabled")) button.disabled = false;
  });
}

function copy(button: HTMLButtonElement): void {
  button.addEventListener("click", async () => {
    const before = button.textContent;
    await navigator.clipboard.writeText(button.dataset.copy ?? "");
    button.textContent = button.dataset.done ?? before;
    setTimeout(() => { button.textContent = before; }, 2000);
  });
}

function share(button: HTMLButtonElement): void {
  button.hidden = !navigator.share;
  button.addEventListener("click", () => {
    navigator.share({ title: document.title, url: location.href }).catch(() => undefined);
  });
}

function countdown(element: HTMLTimeElement): void {
  const end = Date.parse(element.dateTime);
  // the server's clock may be a rehearsal's: count from what the page was told
  const shift = element.dataset.now ? Date.parse(element.dataset.now) - Date.now() : 0;
  const show = (): void => {
    const hours = Math.ceil((end - Date.now() - shift) / 3_600_000);
    if (hours <= 0) return;
    const [text, count] = hours > 48 ? [element.dataset.days, Math.ceil(hours / 24)] : [element.dataset.hours, hours];
    if (text) element.textContent = text.replace("{n}", String(count));
  };
  show();
  setInterval(show, 60_000);
}

function menus(): void {
  const close = (keep: Node | null): void => {
    for (const menu of all<HTMLDetailsElement>("details[data-menu][open]")) {
      if (!keep || !menu.contains(keep)) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => close(event.target as Node));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelector<HTMLElement>("details[data-menu][open] > summary")?.focus();
    close(null);
  });
}

function near(button: HTMLButtonElement): void {
  if (!navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      const form = button.form;
      if (!form) return;
      const field = form.querySelector<HTMLInputElement>("input[name=near]") ?? document.createElement("input");
      Object.assign(field, { type: "hidden", name: "near" });
      field.value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
      form.append(field);
      form.requestSubmit();
    }, () => {
      const words = button.querySelector("span");
      if (words) words.textContent = button.dataset.failed ?? "";
    }, { maximumAge: 600_000, timeout: 15_000 });
  });
}

function keep(form: HTMLFormElement): void {
  form.addEventListener("submit", (event) => {
    const chosen = all<HTMLInputElement>("form[data-keep] input[name=s]:checked").map((box) => box.value);
    if (!chosen.length) return; // the server says so
    event.preventDefault();
    const known = /(?:^|; )my_week=([\w.]*)/.exec(document.cookie)?.[1] ?? "";
    const codes = [...new Set([...known.split("."), ...chosen])].filter(Boolean).slice(-60).join(".");
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `my_week=${codes}; path=/; max-age=7776000; samesite=lax${secure}`;
    location.assign(form.dataset.keep ?? "/");
  });
}

interface Left { text: string; state: "open" | "few" | "full"; percent: number }

function showLeft(element: HTMLElement, told: Left): void {
  if (element.hasAttribute("data-few") && told.state === "open") return;
  element.textContent = (element.dataset.before ?? "") + told.text;
  element.hidden = false;
  if (told.state !== "full") return;
  element.closest("li.bookable")?.classList.replace("bookable", "full");
  const choice = element.closest("label")?.querySelector<HTMLInputElement>("input[type=radio]");
  if (!choice) return;
  choice.disabled = true;
  if (choice.checked) choice.form?.querySelector<HTMLInputElement>(`input[name=${choice.name}]:not(:disabled)`)?.click();
}

async function placesLeft(): Promise<void> {
  const waiting = all("[data-left]");
  const keys = [...new Set(waiting.map((one) => one.dataset.left ?? ""))];
  const prefix = /^\/(?:en|zh-hant)(?=\/)/.exec(location.pathname)?.[0] ?? "";
  for (let from = 0; from < keys.length; from += 200) {
    const answer = await fetch(`${prefix}/left/?of=${keys.slice(from, from + 200).join(",")}`);
    if (!answer.ok) return; // the page says that one can book, and the form how many places are left
    const told = await answer.json() as Record<string, Left>;
    for (const one of waiting) if (told[one.dataset.left ?? ""]) showLeft(one, told[one.dataset.left ?? ""]);
    for (const bar of document.querySelectorAll<SVGRectElement>("[data-left-meter]")) {
      const left = told[bar.dataset.leftMeter ?? ""];
      if (!left) continue;
      bar.setAttribute("width", String(left.percent));
      bar.parentElement?.classList.toggle("hot", left.state !== "open");
    }
  }
}

function intoView(element: HTMLElement): void {
  const strip = element.parentElement;
  if (strip) strip.scrollLeft = element.offsetLeft - (strip.clientWidth - element.clientWidth) / 2;
}

document.documentElement.classList.add("js");
all<HTMLButtonElement>("button[data-near]").forEach(near);
all<HTMLFormElement>("form[data-keep]").forEach(keep);
all<HTMLFormElement>("form[data-once]").forEach(once);
all("[data-auto-submit]").forEach((field) => {
  field.addEventListener("change", () => (field as HTMLInputElement).form?.requestSubmit());
});
document.addEventListener("click", (event) => {
  const button = (event.target as HTMLElement).closest<HTMLElement>("[data-confirm]");
  if (button && !window.confirm(button.dataset.confirm)) event.preventDefault();
});
all("button[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
all<HTMLButtonElement>("button[data-copy]").forEach(copy);
all<HTMLButtonElement>("button[data-share]").forEach(share);
all<HTMLTimeElement>("time[data-until]").forEach(countdown);
all("[data-into-view]").forEach(intoView);
placesLeft().catch(() => undefined);
menus();
