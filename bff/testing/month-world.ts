import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { CommerceEvent } from '../../contract/commerce.ts';
import type { JourneyEventName } from '../../contract/journey-event.ts';
import { recordConsents } from '../db/consents.ts';
import { insertJourneyEvents } from '../db/journey-events.ts';
import { markDue, markJourneys } from '../db/journey-marks.ts';
import type { Db } from '../db/merchant-tx.ts';
import { appendMessage } from '../db/messages.ts';
import { insertBrowsers, notePanels } from '../db/visitors.ts';
import { DAY, HOUR, MINUTE } from '../domain/duration.ts';
import { inProcessLive } from '../live/in-process.ts';
import { applyCommerceEvent } from '../services/apply-commerce-event.ts';
import { expireQuote } from '../services/expire-quote.ts';
import { followJourneys } from '../services/follow-journeys.ts';
import { mergeCustomers } from '../services/merge-customers.ts';
import { automationWorld, type Shopper } from './automation-world.ts';
import { NOW, sha256 } from './merchants.ts';
import { picks, seeded } from './seeded.ts';

const live = inProcessLive();
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Australia/Lord_Howe', 'Pacific/Chatham'];
const ITEMS = ['Oak table', 'Ash chair', 'Lamp'];

/** Something that happens at a moment of the month. */
type Happening = { at: Date; does: (now: Date) => Promise<unknown> };

/**
 * A shop's month that really runs: people do random things, and whatever moves or is due is looked at at once, by the real engine with its
 * clock. Each moment is a millisecond of its own.
 */
export async function monthWorld(db: Db, seed: number) {
  const world = await automationWorld(db);
  const { merchantId, as } = world;
  const random = picks(seeded(seed));
  const happenings: Happening[] = [];
  const will = (at: Date, does: Happening['does']) => happenings.push({ at, does });
  const tell = (event: CommerceEvent, now: Date) =>
    as(tx => applyCommerceEvent(tx, Buffer.alloc(32), 'api', event, now));
  let taken = 0;
  /** Each is another one. */
  const number = () => {
    taken += 1;
    return taken;
  };
  const someTime = (days = 30, from = NOW) =>
    new Date(from.getTime() + 1 + Math.floor((random.upTo(days * 1_000_000) / 1_000_000) * DAY) + number());

  function browses(subjectId: string, name: JourneyEventName, at: Date, properties: object): void {
    // Some browsers tell late.
    const receivedAt = random.chance(0.15) ? new Date(at.getTime() + random.upTo(3 * DAY)) : at;
    will(receivedAt, now => {
      const event = { id: randomUUIDv7(), subjectId, name, source: 'web', page: null } as const;
      const times = { occurredAt: at, clientAt: at, receivedAt: now };
      return as(tx => insertJourneyEvents(tx, [{ ...event, ...times, properties: { ...properties } }]));
    });
  }

  function shops(subjectId: string): void {
    for (let n = random.upTo(4); n > 0; n -= 1) {
      let at = someTime(29);
      for (let k = 1 + random.upTo(4); k > 0; k -= 1) {
        const item = random.oneOf(ITEMS);
        const items = [{ id: item, name: item, price: 1240 }];
        browses(subjectId, random.chance(0.75) ? 'cart_item_added' : 'cart_item_removed', at, {
          items,
          currency: 'EUR',
        });
        at = new Date(at.getTime() + 1 + random.upTo(random.chance(0.3) ? 30 * HOUR : HOUR));
      }
      if (random.chance(0.25)) browses(subjectId, 'order_placed', at, { number: `W-${at.getTime()}` });
      if (random.chance(0.5))
        browses(subjectId, 'product_viewed', someTime(), { items: [{ id: random.oneOf(ITEMS) }] });
    }
  }

  function buys({ visitorId }: Shopper): void {
    const [id, placed] = [`order ${taken}`, someTime(28)];
    const order = { id, number: id, currency: 'EUR', total: '900', items: [], placedAt: placed.toISOString() };
    const visitor = sha256(visitorId).toString('base64url');
    const says = (status: 'placed' | 'paid' | 'shipped' | 'cancelled', at: Date) =>
      will(at, now =>
        tell(
          { type: 'order_updated', id: `${id} ${status}`, at: now.toISOString(), visitor, order: { ...order, status } },
          now,
        ),
      );
    says('placed', placed);
    if (random.chance(0.7)) says(random.chance(0.8) ? 'shipped' : 'cancelled', someTime(3, placed));
  }

  function asksForPrice({ visitorId }: Shopper): void {
    const [id, made] = [`quote ${taken}`, someTime(25)];
    const expiresAt = new Date(made.getTime() + (2 + random.upTo(20)) * DAY + random.upTo(DAY));
    const visitor = sha256(visitorId).toString('base64url');
    const says = (type: 'quote_created' | 'quote_viewed' | 'quote_accepted', at: Date, ends: Date) =>
      will(at, now => {
        const quote = { id, number: id, items: [], total: '900', currency: 'EUR', expiresAt: ends.toISOString() };
        return tell({ type, id: `${id} ${at.getTime()}`, at: now.toISOString(), visitor, quote }, now);
      });
    says('quote_created', made, expiresAt);
    if (random.chance(0.4))
      says('quote_viewed', someTime(2, made), new Date(expiresAt.getTime() + random.upTo(5 * DAY)));
    if (random.chance(0.3)) says('quote_accepted', someTime(12, made), expiresAt);
  }

  function talks({ conversationId, identityId }: Shopper): void {
    for (let n = random.upTo(3); n > 0; n -= 1) {
      const channel = random.oneOf(['web', 'whatsapp'] as const);
      will(someTime(), now =>
        as(async tx => {
          const said = { id: randomUUIDv7(), conversationId, content: { kind: 'text', text: 'Hello' } } as const;
          const via = channel === 'whatsapp' ? { identityId, numberId: world.numberId } : undefined;
          await appendMessage(tx, {
            ...said,
            author: { kind: 'shopper' },
            channel,
            sentAt: now,
            now,
            ...(via && { via }),
          });
          const [{ customer_id: id } = { customer_id: '' }] = await tx.execute<{ customer_id: string }>(
            sql`select customer_id from whatsapp_conversations where id = ${conversationId}::uuid`,
          );
          await markJourneys(tx, [id], now);
        }),
      );
    }
  }

  function decides({ customerId }: Shopper): void {
    will(someTime(), now =>
      as(async tx => {
        const action = random.chance(0.7) ? 'opt-out' : 'opt-in';
        const said = { id: randomUUIDv7(), customerId, topic: 'marketing', action, source: 'typed-word' } as const;
        await recordConsents(tx, [{ ...said, at: now, recordedAt: now }]);
        await markJourneys(tx, [customerId], now);
      }),
    );
  }

  /** Puts something in and has the page open for a while. */
  function staysOpen({ visitorId }: Shopper): void {
    const at = someTime();
    browses(visitorId, 'cart_item_added', at, { items: [{ id: 'Lamp', name: 'Lamp', price: 90 }], currency: 'EUR' });
    for (let minute = 0; minute < 3; minute += 1)
      will(new Date(at.getTime() + minute * MINUTE + number()), now => as(tx => notePanels(tx, [visitorId], now)));
  }

  /** A guest who turns out to be somebody known. */
  function isRecognised({ customerId: into }: Shopper): void {
    const [from, visitorId] = [randomUUIDv7(), randomUUIDv7()];
    will(new Date(NOW.getTime() + number()), now =>
      as(tx =>
        insertBrowsers(tx, [
          {
            ...{ id: visitorId, customerId: from, tokenHash: sha256(visitorId).toString('hex'), consent: 'granted' },
            ...{ timeZone: random.oneOf(ZONES), language: 'en', now },
          },
        ]),
      ),
    );
    shops(visitorId);
    const order = { from, into, reason: 'whatsapp-reference', evidence: {}, sees: 'what-comes' } as const;
    will(someTime(), now => as(tx => mergeCustomers(tx, { ...order, now })));
  }

  async function person(): Promise<void> {
    const shopper = await world.shopper({ optedIn: random.chance(0.7), timeZone: random.oneOf(ZONES) });
    shops(shopper.visitorId);
    talks(shopper);
    if (random.chance(0.4)) buys(shopper);
    if (random.chance(0.5)) asksForPrice(shopper);
    if (random.chance(0.3)) decides(shopper);
    if (random.chance(0.3)) isRecognised(shopper);
    if (random.chance(0.5)) staysOpen(shopper);
    if (random.chance(0.3)) {
      const at = someTime();
      will(at, now => world.queue(shopper, 'marketing', { now }));
    }
  }

  type Next = { timer: string | null; quote: string | null; rescore: string | null };
  const next = async (): Promise<Date | null> => {
    const [row] = await as(tx =>
      tx.execute<Next>(sql`
        select (select min(due_at) from queue.timers where merchant_id = ${merchantId}::uuid) as timer,
          (select min(due_at) from queue.jobs where merchant_id = ${merchantId}::uuid and kind = 'quote') as quote,
          (select min(rescore_at) from customer_journeys where merchant_id = ${merchantId}::uuid) as rescore`),
    );
    const times = Object.values(row!).flatMap(at => (at === null ? [] : [new Date(at).getTime()]));
    return times.length > 0 ? new Date(Math.min(...times)) : null;
  };

  async function look(now: Date): Promise<void> {
    const quotes = await as(tx =>
      tx.execute<{ ref: string }>(sql`
        delete from queue.jobs where merchant_id = ${merchantId}::uuid and kind = 'quote' and due_at <= ${now.toISOString()}::timestamptz returning ref`),
    );
    for (const { ref } of quotes) {
      const again = await expireQuote({ db, live, now }, merchantId, ref);
      if (!again) continue;
      const job = sql`insert into queue.jobs (id, merchant_id, kind, ref, due_at)
        values (${randomUUIDv7()}::uuid, ${merchantId}::uuid, 'quote', ${ref}, ${again.toISOString()}::timestamptz) on conflict do nothing`;
      await as(tx => tx.execute(job));
    }
    // Points that a rule gives are followed at once, too.
    for (let acted = 1; acted > 0; ) {
      await world.follow(now);
      await as(tx => markDue(tx, now, 1000));
      for (let looked = 1; looked > 0; ) looked = await followJourneys({ db, live, now }, merchantId, 'rescore', 200);
      acted = await world.tick(now);
    }
  }

  return {
    ...world,
    person,
    /** Lets the month go by, until `to`. */
    async goesBy(to: Date): Promise<void> {
      happenings.sort((a, b) => a.at.getTime() - b.at.getTime());
      for (let n = 0, now = NOW; ; ) {
        const due = later(await next(), now);
        const happening = happenings[n];
        const at = happening && (!due || happening.at <= due) ? happening.at : due;
        if (!at || at >= to) return;
        now = at;
        if (at === happening?.at) {
          await happening.does(at);
          n += 1;
        }
        await look(at);
      }
    },
    happenings,
  };
}

/** What is due from before is looked at now: time never goes back. */
const later = (at: Date | null, now: Date) => (at && at < now ? now : at);

export const MONTH = 30 * DAY;
export const AFTER = (ms: number) => new Date(NOW.getTime() + ms);
