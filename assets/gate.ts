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

import { BarcodeDetector, prepareZXingModule } from "barcode-detector/ponyfill";

const EVERY_MS = 200;
/* the code just sent is still before the camera when the next page opens: leave it alone so long */
const SAME_CODE_MS = 8000;
const KEPT = "gate-last-code";

/** The booking's code in what the camera read: the text itself, or the last part of its path. */
function codeIn(text: string): string {
  try {
    return new URL(text).pathname.split("/").filter(Boolean).pop() ?? "";
  } catch {
    return text.trim();
  }
}

function justSent(code: string): boolean {
  const [last, at] = (sessionStorage.getItem(KEPT) ?? "|0").split("|");
  return last === code && Date.now() - Number(at) < SAME_CODE_MS;
}

class Scanner {
  private readonly video: HTMLVideoElement;
  private readonly button: HTMLButtonElement;
  private readonly failed: HTMLElement;
  private readonly form: HTMLFormElement;
  private readonly detector = new BarcodeDetector({ formats: ["qr_code"] });

  constructor(private readonly box: HTMLElement) {
    this.video = box.querySelector("video")!;
    this.button = box.querySelector("[data-scan]")!;
    this.failed = box.querySelector("[data-scan-failed]")!;
    this.form = box.closest("form")!;
    box.hidden = false;
    this.button.addEventListener("click", () => this.start());
    if ("scanAuto" in box.dataset) void this.start();
  }

  private async start(): Promise<void> {
    this.failed.hidden = true;
    try {
      this.video.srcObject = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: "environment", width: { ideal: 1280 } },
      });
      this.video.hidden = false;
      this.button.hidden = true;
      await this.video.play();
      await this.look();
    } catch {
      this.stop();
      this.failed.hidden = false;
      this.form.querySelector<HTMLInputElement>("[name=code]")?.focus();
    }
  }

  private async look(): Promise<void> {
    while (this.video.srcObject) {
      const [found] = await this.detector.detect(this.video);
      const code = found ? codeIn(found.rawValue) : "";
      if (code && !justSent(code)) {
        this.stop();
        sessionStorage.setItem(KEPT, `${code}|${Date.now()}`);
        this.form.querySelector<HTMLInputElement>("[name=code]")!.value = code;
        navigator.vibrate?.(60);
        this.form.requestSubmit();
        return;
      }
      await new Promise((done) => setTimeout(done, EVERY_MS));
    }
  }

  private stop(): void {
    for (const track of (this.video.srcObject as MediaStream | null)?.getTracks() ?? []) track.stop();
    this.video.srcObject = null;
    this.video.hidden = true;
    this.button.hidden = false;
  }
}

const box = document.querySelector<HTMLElement>("[data-scanner]");
if (box && navigator.mediaDevices) {
  prepareZXingModule({ overrides: { locateFile: () => box.dataset.wasm ?? "" } });
  new Scanner(box);
}
