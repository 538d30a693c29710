/*
 * The work a form asks for, done in the background while a person types. A form sent before it is done waits for it.
 * Where the browser cannot do it (no script, no crypto, a worker that fails or is too slow), the form goes without and
 * the server takes it slowly.
 */

/* a person waits at most so many milliseconds */
const LONGEST = 15_000;

const box = document.querySelector<HTMLElement>("[data-proof]");
const form = box?.closest("form");
const field = box?.querySelector<HTMLInputElement>("input[name=proof]");
const said = box?.querySelector<HTMLElement>("[role=status]");

if (box && form && field && said && crypto.subtle) {
  const worker = new Worker(box.dataset.worker ?? "");
  let working = true;
  let waiting: { by: HTMLElement | null } | null = null;
  const done = (proof: string): void => {
    if (!working) return;
    working = false;
    field.value = proof;
    worker.terminate();
    if (waiting) form.requestSubmit(waiting.by);
  };
  worker.addEventListener("message", (told: MessageEvent<string>) => { done(told.data); });
  worker.addEventListener("error", () => { done(""); });
  form.addEventListener("submit", (sent) => {
    if (!working) return;
    sent.preventDefault();
    if (waiting) return;
    waiting = { by: sent.submitter };
    said.textContent = box.dataset.working ?? "";
    setTimeout(() => { done(""); }, LONGEST);
  });
  window.addEventListener("pageshow", (shown) => { if (shown.persisted) said.textContent = ""; });
  worker.postMessage(box.dataset.proof);
}
