/* Finds the number whose hash with the salt is the challenge (SHA-256), and answers with the whole as base64. */

interface Challenge { algorithm: string; challenge: string; maxNumber: number; salt: string; signature: string }

const AT_ONCE = 64;
const hex = (bytes: ArrayBuffer): string => [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");

async function solve(asked: Challenge): Promise<string> {
  const encoder = new TextEncoder();
  for (let first = 0; first <= asked.maxNumber; first += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_none, step) => first + step);
    const found = await Promise.all(numbers.map((number) => crypto.subtle.digest("SHA-256", encoder.encode(`${asked.salt}${number}`))));
    const at = found.findIndex((bytes) => hex(bytes) === asked.challenge);
    if (at >= 0) {
      const { algorithm, challenge, salt, signature } = asked;
      return btoa(JSON.stringify({ algorithm, challenge, number: first + at, salt, signature }));
    }
  }
  return "";
}

self.addEventListener("message", (told: MessageEvent<string>) => {
  void solve(JSON.parse(told.data) as Challenge).then((proof) => { self.postMessage(proof); });
});
