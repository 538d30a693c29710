/*
 * The gate's page: one hand, works without a network. Markup and words: booking/gate_app.html.
 * With a network the server decides; without, the device does by its snapshot, and tells the server later (each scan
 * by its nonce, so that telling twice is harmless).
 */

import { Camera } from "./scanner";
import { type Day, type Incident, type Place, type Scan, type Visit, newNonce, tailOf, Vault } from "./gate-store";

const API = "/api/v1/gate/";
const PATIENCE_MS = 5000;
const TELL_MS = 10_000;
const SAME_CODE_MS = 4000;
const MOST = 500;
const words = JSON.parse(document.getElementById("gate-words")!.textContent ?? "{}") as Record<string, string>;
const one = <T extends HTMLElement>(name: string): T => document.querySelector<T>(`[data-gate="${name}"]`)!;
const say = (key: string, values: Record<string, string | number> = {}): string =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, String(value)), words[key] ?? key);

class Refused extends Error {
  constructor(readonly status: number) {
    super(String(status));
  }
}

async function ask(path: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = { "X-Gate": "1" };
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch(API + path, {
    method: body ? "POST" : "GET", headers, body: body ? JSON.stringify(body) : undefined,
    signal: AbortSignal.timeout(PATIENCE_MS), credentials: "same-origin",
  });
  if (!answer.ok) throw new Refused(answer.status);
  return answer;
}

class Gate {
  private day: Day | undefined;
  private place: Place | undefined;
  private visits: Visit[] = [];
  private salt = "";
  private waiting: Scan[] = [];
  private unsaid = 0;
  private direction: "in" | "out" = "in";
  private online = navigator.onLine;
  private camera: Camera | undefined;
  private last = { code: "", at: 0 };
  private alarm = "";
  private telling: Promise<void> | undefined;

  constructor(private readonly vault: Vault) {}

  async begin(): Promise<void> {
    const token = location.hash.slice(1);
    if (token) {
      history.replaceState(null, "", location.pathname);
      await this.enter(token);
    }
    this.listen();
    this.day = await this.vault.get<Day>("day");
    if (!(await this.vault.get("key"))) return this.show("enter");
    await this.load();
    this.show("sessions");
    await this.tell();
    window.setInterval(() => void this.tell(), TELL_MS);
  }

  private listen(): void {
    one<HTMLFormElement>("enter-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const field = one<HTMLInputElement>("token");
      void this.enter(field.value.trim()).then((good) => good && location.reload());
    });
    one<HTMLFormElement>("typed-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const field = one<HTMLInputElement>("typed");
      const text = field.value.replace(/\s/g, "").toUpperCase();
      field.value = "";
      if (text) void this.typed(text);
    });
    one<HTMLFormElement>("walk-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const field = one<HTMLInputElement>("people");
      const people = Math.min(MOST, Math.max(1, Number(field.value) || 1));
      field.value = "1";
      void this.pass("", people);
    });
    one<HTMLFormElement>("incident-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.happened();
    });
    for (const way of ["in", "out"] as const)
      one(`way-${way}`).addEventListener("change", () => {
        this.direction = way;
        this.draw();
      });
    one("back").addEventListener("click", () => {
      this.camera?.stop();
      this.place = undefined;
      this.show("sessions");
    });
    one("scan").addEventListener("click", () => void this.look());
    window.addEventListener("online", () => void this.tell());
    window.addEventListener("offline", () => this.reach(false));
  }

  /** Become the device of this token; false (and said) when it opens nothing. */
  private async enter(token: string): Promise<boolean> {
    const failed = one("enter-failed");
    try {
      await ask("device", { token });
      await this.vault.forget();
      await this.vault.keep(token);
      return true;
    } catch (error) {
      failed.textContent = say(error instanceof Refused ? "revoked" : "no_network");
      failed.hidden = false;
      return false;
    }
  }

  private async load(): Promise<void> {
    const found = await this.vault.snapshot();
    this.salt = found.salt;
    this.visits = found.bookings;
    this.waiting = (await this.vault.all<Scan>("scans")).sort((a, b) => a.at.localeCompare(b.at));
    this.unsaid = (await this.vault.all<Incident>("incidents")).length;
    for (const scan of this.waiting) this.mark(scan);
  }

  private mark(scan: Scan): void {
    const visit = this.visits.find((each) => each.code === scan.code);
    if (visit) visit.through = scan.direction;
  }

  /** Tell what was not told, and learn how things stand; one at a time. */
  private tell(): Promise<void> {
    this.telling ??= this.exchange().finally(() => (this.telling = undefined));
    return this.telling;
  }

  private async exchange(): Promise<void> {
    try {
      const scans = this.waiting.filter((scan) => !scan.told);
      for (let first = 0; first < scans.length; first += MOST) await this.send(scans.slice(first, first + MOST));
      const incidents = await this.vault.all<Incident>("incidents");
      if (incidents.length) {
        const answer = await ask("incidents", { now: new Date().toISOString(), incidents: incidents.slice(0, 100) });
        for (const nonce of ((await answer.json()) as { kept: string[] }).kept) await this.vault.drop("incidents", nonce);
      }
      const told = this.waiting.filter((scan) => scan.told);
      const sealed = await (await ask("snapshot")).arrayBuffer();
      this.day = (await (await ask("day")).json()) as Day;
      await this.vault.set("snapshot", sealed);
      await this.vault.set("day", this.day);
      for (const scan of told) await this.vault.drop("scans", scan.nonce);
      await this.load();
      this.place = this.day.sessions.find((each) => each.code === this.place?.code) ?? this.place;
      this.reach(true);
    } catch (error) {
      if (error instanceof Refused && error.status === 401) {
        one("status").textContent = say("revoked");
        return;
      }
      this.reach(false);
    }
  }

  private async send(scans: Scan[]): Promise<void> {
    const body = { now: new Date().toISOString(), scans: scans.map(({ told: _told, ...scan }) => scan) };
    const answer = (await (await ask("checkins", body)).json()) as { results: { nonce: string }[] };
    const known = new Set(answer.results.map((result) => result.nonce));
    for (const scan of scans.filter((each) => known.has(each.nonce))) {
      scan.told = true;
      await this.vault.put("scans", scan);
    }
  }

  private reach(online: boolean): void {
    this.online = online;
    this.draw();
  }

  private async typed(text: string): Promise<void> {
    if (!/^\d{4}$/.test(text)) return this.pass(text);
    const digits = await tailOf(this.salt, text);
    const here = this.visits.filter((each) => each.tail === digits && each.session === this.place?.code && each.state !== "cancelled");
    if (here.length === 1) return this.pass(here[0].code);
    if (!here.length) return this.tellResult("no", say("unknown"), say("unknown_text", { code: text }));
    this.tellResult("choose", say("who"), "", here.map((each) => [`${each.name} · ${each.people}`, () => void this.pass(each.code)]));
  }

  private async pass(code: string, people = 1, anyway = false): Promise<void> {
    const place = this.place!;
    const scan: Scan = {
      nonce: newNonce(), session: place.code, direction: this.direction, code, people, at: new Date().toISOString(),
      decided: false, anyway,
    };
    if (this.online) {
      try {
        return await this.askServer(scan);
      } catch (error) {
        if (error instanceof Refused && error.status === 401) return this.tellResult("no", say("no_entry"), say("revoked"));
        this.reach(false);
      }
    }
    await this.decide(scan);
  }

  private async askServer(scan: Scan): Promise<void> {
    const answer = await ask("checkins", { now: new Date().toISOString(), scans: [scan] });
    const found = (await answer.json()) as { results: Result[]; sessions: Record<string, { inside: number; allowed: number | null }> };
    Object.assign(this.place!, found.sessions[scan.session]);
    const result = found.results[0];
    if (result.outcome === "in" || result.outcome === "out") this.mark(scan);
    this.answer(scan, result.outcome, result);
  }

  /** Without a network: judge by what this device knows, and write it down to be told. */
  private async decide(scan: Scan): Promise<void> {
    const visit = this.visits.find((each) => each.code === scan.code);
    const people = visit?.people ?? scan.people;
    const outcome = this.judge(scan, visit, people);
    if (outcome === "in" || outcome === "out") {
      const kept = { ...scan, people, decided: true };
      await this.vault.put("scans", kept);
      this.waiting.push(kept);
      this.mark(kept);
    }
    this.answer(scan, outcome, { outcome, party: people, detail: "" });
  }

  private judge(scan: Scan, visit: Visit | undefined, people: number): string {
    if (scan.code && !visit && !scan.anyway) return "unknown_here";
    if (visit && visit.state === "cancelled") return "state";
    if (visit && visit.state === "held") return "state";
    if (visit && visit.session !== scan.session && !scan.anyway) return "elsewhere";
    if (visit && scan.direction === "in" && visit.through === "in") return "already";
    if (visit && scan.direction === "out" && visit.through !== "in") return "not_in";
    const allowed = this.place!.allowed;
    if (scan.direction === "in" && allowed !== null && this.inside() + people > allowed) return "full";
    return scan.direction;
  }

  private answer(scan: Scan, outcome: string, result: { party?: number | null; detail: string }): void {
    const visit = this.visits.find((each) => each.code === scan.code);
    const who = scan.code ? [visit?.name, say("people", { count: result.party ?? visit?.people ?? 1 })].filter(Boolean).join(" · ") : say("people", { count: scan.people });
    const later = !this.online && (outcome === "in" || outcome === "out") ? ` · ${say("kept")}` : "";
    navigator.vibrate?.(outcome === scan.direction ? 60 : [120, 80, 120]);
    if (outcome === "in") this.tellResult("in", say("come_in"), who + later);
    else if (outcome === "out") this.tellResult("in", say("goodbye"), who + later);
    else if (outcome === "elsewhere" || outcome === "unknown_here")
      this.tellResult("warn", say("look"), `${say(outcome)} ${scan.code}`, [[say("anyway"), () => void this.pass(scan.code, scan.people, true)]]);
    else this.tellResult("no", say("no_entry"), `${result.detail || say(outcome, { inside: this.inside(), allowed: this.place!.allowed ?? "" })} ${who}`);
    this.draw();
  }

  private tellResult(kind: string, title: string, text: string, choices: [string, () => void][] = []): void {
    const box = one("result");
    box.className = `result ${kind}`;
    one("result-title").textContent = title;
    one("result-text").textContent = text;
    const list = one("choices");
    list.replaceChildren(
      ...choices.map(([label, act]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn block";
        button.textContent = label;
        button.addEventListener("click", act);
        return button;
      }),
    );
  }

  private inside(): number {
    const mine = this.waiting.filter((scan) => !scan.told && scan.session === this.place?.code);
    return Math.max(0, mine.reduce((sum, scan) => sum + (scan.direction === "in" ? scan.people : -scan.people), this.place?.inside ?? 0));
  }

  private async look(): Promise<void> {
    const button = one("scan");
    const failed = one("scan-failed");
    failed.hidden = true;
    this.camera ??= new Camera(one<HTMLVideoElement>("video"), one("video").dataset.wasm ?? "");
    try {
      await this.camera.start((code) => {
        const fresh = code !== this.last.code || Date.now() - this.last.at > SAME_CODE_MS;
        this.last = { code, at: Date.now() };
        if (fresh) void this.pass(code.toUpperCase());
        return false;
      }, () => (button.hidden = true));
    } catch {
      this.camera.stop();
      button.hidden = false;
      failed.hidden = false;
      one("typed").focus();
    }
  }

  private async happened(): Promise<void> {
    const what = one<HTMLTextAreaElement>("what");
    if (!what.value.trim()) return what.focus();
    const kind = one<HTMLSelectElement>("kind").value;
    const told: Incident = { nonce: newNonce(), session: this.place!.code, kind, at: new Date().toISOString(), what: what.value.trim() };
    await this.vault.put("incidents", told);
    this.unsaid += 1;
    what.value = "";
    one<HTMLDetailsElement>("incident").open = false;
    this.tellResult("choose", say("noted"), "");
    void this.tell();
  }

  private show(screen: string): void {
    for (const part of document.querySelectorAll<HTMLElement>("[data-screen]")) part.hidden = part.dataset.screen !== screen;
    this.draw();
  }

  private draw(): void {
    const untold = this.waiting.filter((scan) => !scan.told).length + this.unsaid;
    const status = one("status");
    status.textContent = say(this.online ? "online" : "offline") + (untold ? ` · ${say("untold", { count: untold })}` : "");
    status.dataset.state = this.online ? "online" : "offline";
    one("device").textContent = this.day ? `${this.day.device.unit} · ${this.day.device.name}` : "";
    if (this.place) this.drawPlace(this.place);
    else this.drawList();
  }

  private drawPlace(place: Place): void {
    const inside = this.inside();
    const share = place.allowed ? inside / place.allowed : 0;
    const alarm = place.allowed === null ? "" : inside >= place.allowed ? "full" : share >= 0.8 ? "near" : "";
    one("title").textContent = place.title;
    one("when").textContent = [times(place), place.venue].filter(Boolean).join(" · ");
    one("inside").textContent = String(inside);
    one("allowed").textContent = place.allowed === null ? "" : ` / ${place.allowed}`;
    one("figures").dataset.alarm = alarm;
    one("walk-button").textContent = say(this.direction === "in" ? "walk_in" : "walk_out");
    if (alarm === this.alarm) return;
    this.alarm = alarm;
    const box = one("alarm");
    box.hidden = !alarm;
    box.dataset.alarm = alarm;
    box.textContent = alarm ? say(`alarm_${alarm}`) : "";
    if (alarm && one<HTMLInputElement>("sound").checked) beep(alarm === "full" ? 3 : 1);
  }

  private drawList(): void {
    const sessions = this.day?.sessions ?? [];
    one("none").hidden = sessions.length > 0;
    one("list").replaceChildren(
      ...sessions.map((place) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "gate-link";
        for (const [tag, name, text] of [["b", "num", times(place)], ["span", "what", place.title], ["span", "num inside", place.allowed === null ? String(place.inside) : `${place.inside} / ${place.allowed}`]]) {
          const part = document.createElement(tag);
          part.className = name;
          part.textContent = text;
          button.append(part);
        }
        button.addEventListener("click", () => {
          this.place = place;
          this.alarm = "";
          this.tellResult("none", say("waiting"), say("waiting_text"));
          this.show("work");
        });
        item.append(button);
        return item;
      }),
    );
  }
}

interface Result { nonce: string; outcome: string; party?: number | null; detail: string }

function times(place: Place): string {
  const clock = (text: string): string => new Date(text).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: document.querySelector<HTMLElement>("[data-zone]")!.dataset.zone });
  return `${clock(place.starts)}–${clock(place.ends)}`;
}

function beep(times: number): void {
  const sound = new AudioContext();
  for (let n = 0; n < times; n += 1) {
    const tone = sound.createOscillator();
    tone.connect(sound.destination);
    tone.start(sound.currentTime + n * 0.3);
    tone.stop(sound.currentTime + n * 0.3 + 0.15);
  }
}

const { worker } = document.body.querySelector<HTMLElement>("[data-worker]")!.dataset;
if ("serviceWorker" in navigator && worker) void navigator.serviceWorker.register(worker);
void Vault.open().then((vault) => new Gate(vault).begin());
