/*
 * The week board: cards are picked up at their grip and put into another cell, by pointer or by keyboard.
 *
 *   <week-board data-lane="venue" data-say-…> <input name="csrfmiddlewaretoken"> <p data-live></p>
 *     <td data-day data-lane data-name data-date><ul><li data-code data-url data-targets data-seen><button class="grip" hidden>
 *
 * Enter or the space bar picks up, the arrows choose a cell, Enter drops, Escape gives up. The page posts the form of
 * `schedule:move` and takes its new board from the answer; without this script the links of the cards lead to that form.
 */

interface Target {
  day: string;
  lane: string;
  tone: string;
  text: string;
}

class WeekBoard extends HTMLElement {
  private card: HTMLElement | null = null;
  private at: HTMLTableCellElement | null = null;
  private found = new Map<string, Target>();
  private dragging = false;
  private turn = 0;

  connectedCallback(): void {
    for (const grip of this.querySelectorAll<HTMLButtonElement>(".grip")) grip.hidden = false;
    const hint = this.querySelector<HTMLElement>("[data-hint]");
    if (hint) hint.hidden = !this.querySelector(".grip");
    this.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("pointerdown", (event) => this.down(event));
    this.addEventListener("pointermove", (event) => this.moveTo(event));
    this.addEventListener("pointerup", (event) => this.up(event));
    this.addEventListener("pointercancel", () => this.leave());
    this.addEventListener("focusout", (event) => {
      if (this.card && !this.dragging && event.relatedTarget) this.leave();
    });
  }

  private say(text: string): void {
    const live = this.querySelector<HTMLElement>("[data-live]");
    if (live) live.textContent = text;
  }

  private words(name: string, values: Record<string, string> = {}): string {
    return (this.dataset[name] ?? "").replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "");
  }

  private grip(event: Event): HTMLElement | null {
    return event.target instanceof Element ? event.target.closest<HTMLElement>(".grip") : null;
  }

  /* -- picking up -- */

  private async pick(card: HTMLElement): Promise<void> {
    const turn = ++this.turn;
    this.card = card;
    this.at = card.closest("td");
    card.classList.add("picked");
    card.querySelector(".grip")?.setAttribute("aria-pressed", "true");
    this.say(this.words("sayPicked", { title: card.dataset.title ?? "" }));
    const address = new URL(card.dataset.targets ?? "", location.href);
    if (this.byVenue) for (const lane of this.lanes()) address.searchParams.append("lane", lane);
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (turn !== this.turn || !answer.ok) return;
    const { cells } = (await answer.json()) as { cells: Target[] };
    this.found = new Map(cells.map((one) => [`${one.day}|${one.lane}`, one]));
    for (const cell of this.reachable()) this.mark(cell);
  }

  private get byVenue(): boolean {
    return this.dataset.lane === "venue";
  }

  private lanes(): string[] {
    const cells = this.querySelectorAll<HTMLElement>("tbody tr > td:first-of-type");
    return [...cells].map((cell) => cell.dataset.lane ?? "").filter(Boolean);
  }

  /** Cells that the card may go to: of its own row, or of every venue. */
  private reachable(): HTMLTableCellElement[] {
    const home = this.card?.closest("td")?.dataset.lane;
    const cells = [...this.querySelectorAll<HTMLTableCellElement>("td[data-day]")];
    return cells.filter((cell) => (this.byVenue && home ? cell.dataset.lane : cell.dataset.lane === home));
  }

  private target(cell: HTMLElement): Target | undefined {
    const lane = this.byVenue && cell.dataset.lane ? cell.dataset.lane : "";
    return this.found.get(`${cell.dataset.day}|${lane}`);
  }

  private mark(cell: HTMLElement): void {
    const target = this.target(cell);
    if (!target) return;
    cell.classList.add("may", ...(target.tone ? [target.tone] : []));
    const said = cell.querySelector<HTMLElement>(".said");
    if (said && target.text) {
      said.textContent = target.text;
      said.hidden = false;
    }
  }

  private clear(): void {
    for (const cell of this.querySelectorAll<HTMLElement>("td.may, td.at")) {
      cell.classList.remove("may", "at", "hard", "warn", "draft");
      const said = cell.querySelector<HTMLElement>(".said");
      if (said) said.hidden = true;
    }
    this.card?.classList.remove("picked");
    this.card?.querySelector(".grip")?.setAttribute("aria-pressed", "false");
    this.card = this.at = null;
    this.dragging = false;
    this.found = new Map();
    this.turn++;
  }

  private leave(): void {
    if (!this.card) return;
    this.clear();
    this.say(this.words("sayLeft"));
  }

  /* -- choosing a cell -- */

  private go(cell: HTMLTableCellElement | null | undefined): void {
    if (!cell || cell === this.at) return;
    this.at?.classList.remove("at");
    this.at = cell;
    cell.classList.add("at");
    if (!this.dragging) cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    const target = this.target(cell);
    const clash = target ? target.text || this.words("sayFree") : this.found.size ? this.words("sayPast") : "";
    const { date = "", name = "" } = cell.dataset;
    this.say(this.words("sayAt", { day: date, lane: name, clash }));
  }

  private step(key: string): void {
    const cells = this.reachable();
    const days = new Set(cells.map((cell) => cell.dataset.day)).size;
    const place = this.at ? cells.indexOf(this.at) : -1;
    if (place < 0 || !days) return;
    const column = place % days;
    if (key === "ArrowLeft" && column > 0) this.go(cells[place - 1]);
    if (key === "ArrowRight" && column < days - 1) this.go(cells[place + 1]);
    if (key === "ArrowUp") this.go(cells[place - days]);
    if (key === "ArrowDown") this.go(cells[place + days]);
  }

  private key(event: KeyboardEvent): void {
    const grip = this.grip(event);
    if (!grip) return;
    const enters = event.key === "Enter" || event.key === " ";
    if (!this.card) {
      const card = grip.closest<HTMLElement>("[data-code]");
      if (enters && card) {
        event.preventDefault();
        void this.pick(card);
      }
      return;
    }
    if (event.key === "Tab") return;
    event.preventDefault();
    if (enters) void this.drop();
    else if (event.key === "Escape") this.leave();
    else this.step(event.key);
  }

  /* -- pointer -- */

  private down(event: PointerEvent): void {
    const card = this.grip(event)?.closest<HTMLElement>("[data-code]");
    if (!card || event.button !== 0) return;
    if (this.card) this.clear();
    event.preventDefault();
    this.setPointerCapture(event.pointerId);
    this.dragging = true;
    void this.pick(card);
    card.querySelector<HTMLElement>(".grip")?.focus();
  }

  private moveTo(event: PointerEvent): void {
    if (!this.dragging) return;
    const under = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLTableCellElement>("td[data-day]");
    if (under && this.reachable().includes(under)) this.go(under);
  }

  private up(event: PointerEvent): void {
    if (!this.dragging) return;
    this.moveTo(event);
    this.releasePointerCapture(event.pointerId);
    if (this.at && this.at !== this.card?.closest("td")) void this.drop();
    else this.leave();
  }

  /* -- dropping -- */

  private async drop(): Promise<void> {
    const { card, at } = this;
    if (!card || !at || at === card.closest("td")) return this.leave();
    const form = new FormData();
    const token = this.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
    form.set("csrfmiddlewaretoken", token);
    form.set("day", at.dataset.day ?? "");
    if (this.byVenue && at.dataset.lane) form.set("venue", at.dataset.lane);
    form.set("seen", card.dataset.seen ?? "");
    form.set("back", this.dataset.back ?? "");
    const { url = "", code = "" } = card.dataset;
    this.clear();
    this.say(this.words("sayDropped"));
    try {
      const answer = await fetch(url, { method: "POST", body: form });
      this.take(new DOMParser().parseFromString(await answer.text(), "text/html"), code, answer.ok);
    } catch {
      this.tell(this.words("sayFailed"), true);
    }
  }

  /** The new board and what the answer says; a refusal leaves the board and says why. */
  private take(page: Document, code: string, done: boolean): void {
    const board = page.querySelector("week-board");
    if (!done || !board) {
      const why = page.querySelector("#errors li")?.textContent?.trim();
      this.tell(why || this.words("sayFailed"), true);
      this.querySelector<HTMLElement>(`[data-code="${code}"] .grip`)?.focus();
      return;
    }
    const text = page.querySelector(".messages")?.textContent?.trim() ?? "";
    const scroll = this.querySelector(".week-scroll");
    const [left, top] = [scroll?.scrollLeft ?? 0, scroll?.scrollTop ?? 0];
    const fresh = document.importNode(board, true) as WeekBoard;
    this.replaceWith(fresh);
    fresh.querySelector(".week-scroll")?.scrollTo(left, top);
    fresh.tell(text, false);
    fresh.querySelector<HTMLElement>(`[data-code="${code}"] .grip`)?.focus({ preventScroll: true });
  }

  tell(text: string, bad: boolean): void {
    document.querySelector("[data-told]")?.remove();
    const box = document.createElement("div");
    box.dataset.told = "";
    box.className = `notice ${bad ? "bad" : "good"}`;
    const line = document.createElement("p");
    line.textContent = text;
    box.append(line);
    this.prepend(box);
    this.say(text);
  }
}

customElements.define("week-board", WeekBoard);
