/* Reads QR codes with the camera: what gate.ts and gate-app.ts share. */

import { BarcodeDetector, prepareZXingModule } from "barcode-detector/ponyfill";

const EVERY_MS = 200;

/** The booking's code in what the camera read: the text itself, or the last part of its path. */
export function codeIn(text: string): string {
  try {
    return new URL(text).pathname.split("/").filter(Boolean).pop() ?? "";
  } catch {
    return text.trim();
  }
}

/** A camera shown in `video`; `start` fails when there is none or it may not be used. */
export class Camera {
  private readonly detector: BarcodeDetector;

  constructor(
    private readonly video: HTMLVideoElement,
    wasm: string,
  ) {
    prepareZXingModule({ overrides: { locateFile: () => wasm } });
    this.detector = new BarcodeDetector({ formats: ["qr_code"] });
  }

  /** Look until `found` says that it has taken a code, or until `stop`. */
  async start(found: (code: string) => boolean, shown: () => void): Promise<void> {
    this.video.srcObject = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1280 } },
    });
    this.video.hidden = false;
    shown();
    await this.video.play();
    while (this.video.srcObject) {
      const [seen] = await this.detector.detect(this.video);
      const code = seen ? codeIn(seen.rawValue) : "";
      if (code && found(code)) return;
      await new Promise((done) => setTimeout(done, EVERY_MS));
    }
  }

  stop(): void {
    for (const track of (this.video.srcObject as MediaStream | null)?.getTracks() ?? []) track.stop();
    this.video.srcObject = null;
    this.video.hidden = true;
  }
}
