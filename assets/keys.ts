/*
 * Keyboard shortcuts of the desk, as a custom element around the dialog that explains them.
 *
 *   <desk-keys>               holds the <dialog>; its checkbox [data-keys-on] switches the shortcuts on and off
 *   [data-keys-help]          a button that opens the dialog; shown when the script has loaded
 *   [data-go="i"]             g, then this letter, goes there
 *   [data-list] > [data-row]  j and k move; Enter opens [data-open]; x ticks [data-tick]
 *   [data-key="a"]            goes to it: links, buttons that only ask, fields; what changes something is focused,
 *                             so that Enter is the decision. data-key-name says in the dialog what it does
 *   [data-tick-all]           ticks every [data-tick] of its form
 *
 * Letters do nothing while somebody writes, with modifiers, or during input of Chinese (WCAG 2.1.4: they can be
 * switched off).
 */

const STORE = "desk-keys";
const WAIT = 1500;
const visible = (element: Element): boolean => (element as HTMLElement).checkVisibility?.() ?? true;
const first = <T extends HTMLElement>(selector: string, within: ParentNode = document): T | undefined =>
  [...within.querySelectorAll<T>(selector)].find(visible);

function writing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "submit", "button"].includes(target.type);
}

function rowOf(element: Element | null): HTMLElement | null {
  return element?.closest<HTMLElement>("[data-row]") ?? null;
}

function move(step: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")].filter(visible);
  if (!rows.length) return;
  const row = rowOf(document.activeElement);
  const at = row ? rows.indexOf(row) + step : step > 0 ? 0 : rows.length - 1;
  const next = rows[Math.max(0, Math.min(at, rows.length - 1))];
  const target = next.querySelector<HTMLElement>("[data-open]") ?? next.querySelector<HTMLElement>("a, button, input");
  target?.focus();
  next.scrollIntoView({ block: "nearest" });
}

function tick(): void {
  const box = rowOf(document.activeElement)?.querySelector<HTMLInputElement>("[data-tick]");
  box?.click();
}

/** What is decided on together: the ticked ones, or the one that has the focus. */
function tickFocused(form: HTMLFormElement | null): void {
  if (!form || form.querySelector("[data-tick]:checked")) return;
  const row = rowOf(document.activeElement);
  const box = row && form.contains(row) ? row.querySelector<HTMLInputElement>("[data-tick]") : null;
  if (box) box.checked = true;
}

function act(element: HTMLElement): void {
  if (element.matches("summary")) {
    const details = element.parentElement as HTMLDetailsElement;
    details.open = true;
    (details.querySelector<HTMLElement>("textarea, input:not([type=hidden])") ?? element).focus();
    return;
  }
  const button = element instanceof HTMLButtonElement ? element : null;
  const changes = button?.form?.method === "post" && button.type === "submit";
  if (element.matches("input, textarea, select") && !element.matches("[type=checkbox]") || changes) {
    element.focus();
    if (element instanceof HTMLInputElement) element.select();
    return;
  }
  if (button) tickFocused(button.form);
  element.click();
}

class DeskKeys extends HTMLElement {
  private since = Number.NEGATIVE_INFINITY;

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  private get on(): boolean {
    return localStorage.getItem(STORE) !== "off";
  }

  connectedCallback(): void {
    document.addEventListener("keydown", (event) => this.pressed(event));
    for (const button of document.querySelectorAll<HTMLElement>("[data-keys-help]")) {
      button.hidden = false;
      button.addEventListener("click", () => this.help());
    }
    const box = this.querySelector<HTMLInputElement>("[data-keys-on]");
    if (box) {
      box.checked = this.on;
      box.addEventListener("change", () => {
        localStorage.setItem(STORE, box.checked ? "on" : "off");
        this.announce();
      });
    }
    this.announce();
  }

  /** Tell assistive technology which key an element has. */
  private announce(): void {
    for (const element of document.querySelectorAll<HTMLElement>("[data-key]")) {
      if (this.on) element.setAttribute("aria-keyshortcuts", element.dataset.key ?? "");
      else element.removeAttribute("aria-keyshortcuts");
    }
  }

  private help(): void {
    const list = this.querySelector<HTMLElement>("[data-keys-here]");
    if (list) {
      const known = new Set<string>();
      list.replaceChildren();
      for (const element of document.querySelectorAll<HTMLElement>("[data-key][data-key-name]")) {
        const key = element.dataset.key ?? "";
        if (known.has(key) || !visible(element)) continue;
        known.add(key);
        const line = document.createElement("div");
        const term = document.createElement("dt");
        const sign = document.createElement("kbd");
        const what = document.createElement("dd");
        sign.textContent = key;
        what.textContent = element.dataset.keyName ?? "";
        term.append(sign);
        line.append(term, what);
        list.append(line);
      }
    }
    this.dialog?.showModal();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.dialog?.open || writing(event.target)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const going = performance.now() - this.since < WAIT;
    this.since = Number.NEGATIVE_INFINITY;
    if (!this.on) return;
    if (going ? this.go(key) : this.plain(key)) event.preventDefault();
  }

  private go(key: string): boolean {
    const link = document.querySelector<HTMLElement>(`[data-go="${CSS.escape(key)}"]`);
    link?.click();
    return link !== null;
  }

  private plain(key: string): boolean {
    if (key === "g") this.since = performance.now();
    else if (key === "?") this.help();
    else if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (key === "x") tick();
    else {
      if (key.length !== 1) return false;
      const selector = `[data-key="${CSS.escape(key)}"]`;
      const row = rowOf(document.activeElement);
      const element = (row && first(selector, row)) ?? first(selector);
      if (!element) return false;
      act(element);
    }
    return true;
  }
}

function ticks(): void {
  for (const all of document.querySelectorAll<HTMLInputElement>("[data-tick-all]")) {
    all.addEventListener("change", () => {
      for (const box of all.form?.querySelectorAll<HTMLInputElement>("[data-tick]") ?? []) box.checked = all.checked;
    });
  }
}

customElements.define("desk-keys", DeskKeys);
ticks();
