import {
  CanonicalEventName,
  JourneyEventInput,
  KnownProperties,
  MAX_EVENT_BYTES,
  SERVER_EVENTS,
} from '../../contract/journey-event.ts';
import { isStorable } from './clean-text.ts';

export type EventFault = { path: string; message: string };
export type CheckedEvent = { ok: true; event: JourneyEventInput } | { ok: false; errors: EventFault[] };

const MOST_KEYS = 50;
const DEEPEST = 3;
const KEY = /^[A-Za-z0-9_.-]{1,64}$/;

/** Is this one event of a browser as described? What is wrong is said with its path and how to mend it. */
export function checkEvent(input: unknown): CheckedEvent {
  const parsed = JourneyEventInput.safeParse(input);
  if (!parsed.success) return { ok: false, errors: explain(parsed.error.issues, input) };
  const event = parsed.data;
  const errors = [...checkSize(input), ...checkTexts(event), ...checkProperties(event.properties ?? {})];
  return errors.length > 0 ? { ok: false, errors } : { ok: true, event };
}

type Issue = { path: PropertyKey[]; message: string };

function explain(issues: readonly Issue[], input: unknown): EventFault[] {
  const name = typeof input === 'object' && input !== null && 'name' in input ? input.name : undefined;
  return issues.slice(0, 10).map(({ path, message }) => {
    const at = path.map(String).join('.');
    return { path: at, message: at === 'name' ? nameFault(name) : message };
  });
}

function nameFault(name: unknown): string {
  if ((SERVER_EVENTS as readonly unknown[]).includes(name)) {
    return `${String(name)} is told by the shop's server (POST /v1/commerce/events), not by a browser`;
  }
  const isNear = CanonicalEventName.options.find(
    known => String(name).toLowerCase().replaceAll(/[\s-]/g, '_') === known,
  );
  return isNear
    ? `must be ${isNear}`
    : 'must be one of the names in the documentation, or custom. and a word of a–z, 0–9 and _';
}

const checkSize = (input: unknown): EventFault[] =>
  Buffer.byteLength(JSON.stringify(input)) > MAX_EVENT_BYTES
    ? [{ path: '', message: `must be at most ${MAX_EVENT_BYTES} bytes of JSON` }]
    : [];

const checkTexts = ({ page }: JourneyEventInput): EventFault[] =>
  page && !(isStorable(page.url) && isStorable(page.title))
    ? [{ path: 'page', message: 'must be Unicode text without NUL' }]
    : [];

/** What a shop tells more of an event: bounded, of names and texts that can be kept, and the known words in their meaning. */
export function checkProperties(properties: Record<string, unknown>): EventFault[] {
  const known = KnownProperties.safeParse(properties);
  const faults = known.success
    ? []
    : known.error.issues.slice(0, 10).map(issue => ({
        path: ['properties', ...issue.path].map(String).join('.'),
        message: issue.message,
      }));
  let keys = 0;
  let level: [path: string, value: unknown][] = [['properties', properties]];
  for (let depth = 0; level.length > 0 && faults.length < 10; depth += 1) {
    const next: typeof level = [];
    for (const [path, value] of level) {
      if (typeof value === 'string' && !isStorable(value))
        faults.push({ path, message: 'must be Unicode text without NUL' });
      if (typeof value === 'number' && !Number.isFinite(value))
        faults.push({ path, message: 'must be a finite number' });
      if (typeof value !== 'object' || value === null) continue;
      if (depth > DEEPEST) {
        faults.push({ path, message: `must not be nested deeper than ${DEEPEST}` });
        continue;
      }
      for (const [key, inner] of Object.entries(value)) {
        if (!Array.isArray(value)) keys += 1;
        if (!Array.isArray(value) && !KEY.test(key)) {
          faults.push({ path, message: 'must have names of letters, digits, _, . and -, at most 64 characters' });
        }
        next.push([`${path}.${key}`, inner]);
      }
    }
    level = next;
  }
  if (keys > MOST_KEYS && !('items' in properties)) {
    faults.push({ path: 'properties', message: `must have at most ${MOST_KEYS} names` });
  }
  return faults.slice(0, 10);
}
