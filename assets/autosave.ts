/*
 * <auto-save data-url data-base data-failed> inside a form: keeps at data-url what is typed, a moment after the last
 * key; says what the server answers, or data-failed while it cannot be reached, and tries again. It never stands in
 * the way: saving the form ends it. data-base goes along, so that the server knows what the page showed.
 */

const PAUSE = 1_500;
const AGAIN = 8_000;

class AutoSave extends HTMLElement {
  #timer = 0;
  #sending: AbortController | null = null;

  connectedCallback(): void {
    const form = this.closest("form");
    if (!form) return;
    const later = (): void => this.#in(PAUSE, form);
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", () => this.#stop());
    window.addEventListener("online", () => { if (this.classList.contains("failed")) this.#in(0, form); });
  }

  #in(pause: number, form: HTMLFormElement): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => { void this.#send(form); }, pause);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#sending?.abort();
  }

  #say(text: string, failed: boolean): void {
    this.textContent = text;
    this.classList.toggle("failed", failed);
  }

  async #send(form: HTMLFormElement): Promise<void> {
    this.#sending?.abort();
    const sending = new AbortController();
    this.#sending = sending;
    const body = new URLSearchParams({ base: this.dataset.base ?? "" });
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    try {
      const answer = await fetch(this.dataset.url ?? "", { method: "POST", body, signal: sending.signal, redirect: "error" });
      if (!answer.ok && answer.status !== 422) throw new Error(answer.statusText);
      this.#say((await answer.json()).said, answer.status === 422);
    } catch {
      if (sending.signal.aborted) return;
      this.#say(this.dataset.failed ?? "", true);
      this.#in(AGAIN, form);
    }
  }
}

customElements.define("auto-save", AutoSave);
