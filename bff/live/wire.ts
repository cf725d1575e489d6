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

/** Nothing but who says it: a node hears by it whether it still hears. */
export const encodePing = (node: string): string => envelope(node, []);

const envelope = (node: string, batch: string[]) => `{"node":"${node}","signals":[${batch.join(',')}]}`;

/**
 * What a node published; null when it is not ours to understand. Signals that another version speaks of (during a deploy), or
 * that somebody else put into the channel, are left out.
 */
export function decode(payload: string): { node: string; signals: Shared[] } | null {
  try {
    const { node, signals } = JSON.parse(payload) as { node: unknown; signals: unknown };
    return typeof node === 'string' && Array.isArray(signals) ? { node, signals: signals.filter(isShared) } : null;
  } catch {
    return null;
  }
}

const isText = (value: unknown) => typeof value === 'string';

function isShared(value: unknown): value is Shared {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, merchantId, conversationId, by, typing, customerIds, jobs } = value as Record<string, unknown>;
  if (kind === 'work') return jobs === undefined || isText(jobs);
  if (kind === 'journey')
    return typeof merchantId === 'string' && Array.isArray(customerIds) && customerIds.every(isText);
  if (kind === 'numbers') return typeof merchantId === 'string';
  if (typeof merchantId !== 'string' || typeof conversationId !== 'string') return false;
  return kind === 'moved' || (kind === 'typing' && (by === 'shopper' || by === 'agent') && typeof typing === 'boolean');
}
