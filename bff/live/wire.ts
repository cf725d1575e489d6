import type { Signal } from './live.ts';

/** A signal that crosses processes. Ids only: any role of the cluster may listen to any channel. */
export type Shared = Exclude<Signal, { kind: 'missed' }>;

/** Postgres refuses a NOTIFY payload of 8,000 bytes. */
const MAX_PAYLOAD = 7_900;

const keyOf = (signal: Shared) => JSON.stringify(signal);

/** Signals as NOTIFY payloads: repeated ones once, as few payloads as fit. `node` tells whose they are. */
export function encode(node: string, signals: Shared[]): string[] {
  const payloads: string[] = [];
  let batch: string[] = [];
  let size = 0;
  for (const key of new Set(signals.map(keyOf))) {
    if (size + key.length > MAX_PAYLOAD - 100) {
      payloads.push(envelope(node, batch));
      batch = [];
      size = 0;
    }
    batch.push(key);
    size += key.length + 1;
  }
  if (batch.length > 0) payloads.push(envelope(node, batch));
  return payloads;
}

const envelope = (node: string, batch: string[]) => `{"node":"${node}","signals":[${batch.join(',')}]}`;

/** What another node published; null when it is not ours to understand (another version during a deploy). */
export function decode(payload: string): { node: string; signals: Shared[] } | null {
  try {
    const { node, signals } = JSON.parse(payload) as { node: string; signals: Shared[] };
    return typeof node === 'string' && Array.isArray(signals) ? { node, signals } : null;
  } catch {
    return null;
  }
}
