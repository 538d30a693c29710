/*
 * What a gate device keeps: a key that no script can read out (derived from its token, which is then forgotten), the
 * sealed snapshot of today's bookings, and what it has not told the server yet.
 */

export interface Place { code: string; title: string; starts: string; ends: string; venue: string; inside: number; allowed: number | null }
export interface Day { now: string; device: { name: string; unit: string }; sessions: Place[] }
export interface Scan { nonce: string; session: string; direction: "in" | "out"; code: string; people: number; at: string; decided: boolean; anyway: boolean; told?: boolean }
export interface Incident { nonce: string; session: string; kind: string; at: string; what: string }
export interface Visit { code: string; people: number; name: string; tail: string; session: string; state: string; through: string }

const PURPOSE = new TextEncoder().encode("skillweek gate snapshot");
const STORES = ["kept", "scans", "incidents"] as const;
type Store = (typeof STORES)[number];

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((good, bad) => {
    request.onsuccess = () => good(request.result);
    request.onerror = () => bad(request.error);
  });
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open("gate", 1);
  request.onupgradeneeded = () => {
    for (const name of STORES) request.result.createObjectStore(name, name === "kept" ? {} : { keyPath: "nonce" });
  };
  return done(request);
}

/** The device's database. */
export class Vault {
  private constructor(private readonly base: IDBDatabase) {}

  static async open(): Promise<Vault> {
    return new Vault(await open());
  }

  private store(name: Store, mode: IDBTransactionMode = "readwrite"): IDBObjectStore {
    return this.base.transaction(name, mode).objectStore(name);
  }

  get<T>(name: string): Promise<T | undefined> {
    return done(this.store("kept", "readonly").get(name));
  }

  set(name: string, value: unknown): Promise<unknown> {
    return done(this.store("kept").put(value, name));
  }

  all<T>(name: "scans" | "incidents"): Promise<T[]> {
    return done(this.store(name, "readonly").getAll());
  }

  put(name: "scans" | "incidents", value: Scan | Incident): Promise<unknown> {
    return done(this.store(name).put(value));
  }

  drop(name: "scans" | "incidents", nonce: string): Promise<unknown> {
    return done(this.store(name).delete(nonce));
  }

  /** Forget everything but what was not told yet. */
  async forget(): Promise<void> {
    await done(this.store("kept").clear());
  }

  /** Derive the key of the snapshots from the token, as the server does; it cannot be exported. */
  async keep(token: string): Promise<void> {
    const raw = await crypto.subtle.importKey("raw", new TextEncoder().encode(token), "HKDF", false, ["deriveKey"]);
    const way = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: PURPOSE };
    const key = await crypto.subtle.deriveKey(way, raw, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    await this.set("key", key);
  }

  /** Open the snapshot: today's bookings and the salt of their digits; empty when there is none. */
  async snapshot(): Promise<{ salt: string; bookings: Visit[] }> {
    const key = await this.get<CryptoKey>("key");
    const sealed = await this.get<ArrayBuffer>("snapshot");
    if (!key || !sealed) return { salt: "", bookings: [] };
    const way = { name: "AES-GCM", iv: sealed.slice(0, 12), additionalData: PURPOSE };
    const plain = new TextDecoder().decode(await crypto.subtle.decrypt(way, key, sealed.slice(12)));
    const found = JSON.parse(plain) as { salt: string; bookings: [string, number, string, string, string, string, string][] };
    const bookings = found.bookings.map(([code, people, name, tail, session, state, through]) => ({ code, people, name, tail, session, state, through }));
    return { salt: found.salt, bookings };
  }
}

/** The last four digits of a number as the snapshot has them. */
export async function tailOf(salt: string, digits: string): Promise<string> {
  const bytes = Uint8Array.from(salt.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(digits)));
  return Array.from(mac, (byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 16);
}

export const newNonce = (): string => crypto.randomUUID().replaceAll("-", "");
