/*
 * The gate: reads the QR code of a receipt with the camera and sends the form; typing the code always works.
 *
 *   <form method="post"> … <input name="code"> …
 *     <div data-scanner data-wasm="{% static 'built/zxing_reader.wasm' %}" hidden>
 *       <button type="button" data-scan>…</button>
 *       <video playsinline muted hidden></video>
 *       <p data-scan-failed role="status" hidden>…</p>
 *     </div>
 *   </form>
 *
 * A code may be bare or the last part of an address. data-scan-auto on the scanner starts at once.
 */

import { Camera } from "./scanner";

/* the code just sent is still before the camera when the next page opens: leave it alone so long */
const SAME_CODE_MS = 8000;
const KEPT = "gate-last-code";

function justSent(code: string): boolean {
  const [last, at] = (sessionStorage.getItem(KEPT) ?? "|0").split("|");
  return last === code && Date.now() - Number(at) < SAME_CODE_MS;
}

class Scanner {
  private readonly button: HTMLButtonElement;
  private readonly failed: HTMLElement;
  private readonly form: HTMLFormElement;
  private readonly camera: Camera;

  constructor(box: HTMLElement) {
    this.button = box.querySelector("[data-scan]")!;
    this.failed = box.querySelector("[data-scan-failed]")!;
    this.form = box.closest("form")!;
    this.camera = new Camera(box.querySelector("video")!, box.dataset.wasm ?? "");
    box.hidden = false;
    this.button.addEventListener("click", () => this.start());
    if ("scanAuto" in box.dataset) void this.start();
  }

  private async start(): Promise<void> {
    this.failed.hidden = true;
    try {
      await this.camera.start((code) => this.took(code), () => (this.button.hidden = true));
    } catch {
      this.stop();
      this.failed.hidden = false;
      this.form.querySelector<HTMLInputElement>("[name=code]")?.focus();
    }
  }

  private took(code: string): boolean {
    if (justSent(code)) return false;
    this.stop();
    sessionStorage.setItem(KEPT, `${code}|${Date.now()}`);
    this.form.querySelector<HTMLInputElement>("[name=code]")!.value = code;
    navigator.vibrate?.(60);
    this.form.requestSubmit();
    return true;
  }

  private stop(): void {
    this.camera.stop();
    this.button.hidden = false;
  }
}

const box = document.querySelector<HTMLElement>("[data-scanner]");
if (box && navigator.mediaDevices) new Scanner(box);
