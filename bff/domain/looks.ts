import { hash } from 'node:crypto';
import type { Looks } from '../../contract/journey-summary.ts';
import { MINUTE } from './duration.ts';
import type { JourneyFact } from './journey-facts.ts';

/** The same page or product within that time was looked at once, however often it was loaded. */
const SAME_LOOK = 30 * MINUTE;

const NONE: Looks = { times: 0, newest: [], lately: [] };

/** With one event more, which is not older than those before. `atMost`: so many may count. */
export function lookAgain(looks: Looks = NONE, event: JourneyFact, atMost: number): Looks {
  const at = event.at.getTime();
  const what = whatWasSeen(event);
  const lately = looks.lately.filter(look => at - look[1] < SAME_LOOK);
  if (what !== null && lately.some(look => look[0] === what)) return { ...looks, lately };
  return {
    times: looks.times + 1,
    newest: [...looks.newest, at].slice(-atMost),
    lately: what === null ? lately : [...lately, [what, at]],
  };
}

/** Looks at the same thing are the same. Null: messages, orders and the like are each their own. */
function whatWasSeen({ name, page, properties }: JourneyFact): string | null {
  if (!/_viewed$|_clicked$|_opened$|_searched$/.test(name)) return null;
  const items = Array.isArray(properties.items) ? properties.items : [];
  const ids = items.map(item => String((item as { id?: unknown } | null)?.id)).sort();
  const seen = JSON.stringify([ids.length > 0 ? ids : page?.url, properties.term, properties.number]);
  return hash('sha1', seen, 'base64url').slice(0, 12);
}
