import { CommerceEvent } from '../../contract/commerce.ts';
import { MAX_EVENT_BYTES } from '../../contract/journey-event.ts';
import { isStorable } from './clean-text.ts';
import { HOUR } from './duration.ts';
import { checkProperties, type EventFault } from './event-check.ts';

export type CheckedCommerceEvent = { ok: true; event: CommerceEvent } | { ok: false; errors: EventFault[] };

/** A shop's clock may be ahead of ours by that much. */
const AHEAD = HOUR;
const OLDEST = new Date('1970-01-01T00:00:00Z');
const MOST_FAULTS = 10;
const LARGEST_SUM = 10n ** 16n;

/**
 * Is this one fact of a merchant's own system as described, and can all of it be kept? What is taken is worked on after the answer, so
 * whatever could not be is refused here. What is wrong is said with its path and how to mend it.
 */
export function checkCommerceEvent(input: unknown, now: Date): CheckedCommerceEvent {
  const parsed = CommerceEvent.safeParse(input);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
    return { ok: false, errors: errors.slice(0, MOST_FAULTS) };
  }
  const event = parsed.data;
  const errors = [...checkTexts(event), ...checkMoments(event, now), ...checkMore(event)];
  return errors.length > 0 ? { ok: false, errors: errors.slice(0, MOST_FAULTS) } : { ok: true, event };
}

/** All texts but those of `properties`, which has rules of its own. */
function checkTexts(value: unknown, path = ''): EventFault[] {
  if (typeof value === 'string')
    return isStorable(value) ? [] : [{ path, message: 'must be Unicode text without NUL' }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'properties' ? [] : checkTexts(inner, path ? `${path}.${key}` : key),
  );
}

/** What lies in the future would be the newest fact for as long, and keep every later one from counting. */
function checkMoments(event: CommerceEvent, now: Date): EventFault[] {
  const moments: [path: string, at: string][] = [['at', event.at]];
  if ('order' in event) moments.push(['order.placedAt', event.order.placedAt]);
  return moments.flatMap(([path, text]) => {
    const at = new Date(text);
    if (at < OLDEST) return [{ path, message: 'must not be before 1970' }];
    if (at.getTime() <= now.getTime() + AHEAD) return [];
    return [{ path, message: `must not be in the future; here it is ${now.toISOString()}. Times are UTC` }];
  });
}

function checkMore(event: CommerceEvent): EventFault[] {
  if (event.type === 'custom') {
    const isSmall = Buffer.byteLength(JSON.stringify(event.properties)) <= MAX_EVENT_BYTES;
    if (!isSmall) return [{ path: 'properties', message: `must be at most ${MAX_EVENT_BYTES} bytes of JSON` }];
    return checkProperties(event.properties);
  }
  if (!('cart' in event) || event.cart.total !== undefined) return [];
  const whole = event.cart.items.reduce(
    (sum, { price, quantity }) => sum + (BigInt((price ?? '0').split('.')[0]!) + 1n) * BigInt(quantity) * 10_000n,
    0n,
  );
  return whole < LARGEST_SUM ? [] : [{ path: 'cart.items', message: 'come to more than 999999999999 in all' }];
}
