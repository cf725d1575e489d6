import { randomUUIDv7 } from 'node:crypto';
import { RuleDefinition } from '../../contract/automation.ts';
import type { JourneyEventName, JourneySource } from '../../contract/journey-event.ts';
import { insertRule, switchRule } from '../db/automation-rules.ts';
import { insertJourneyEvents } from '../db/journey-events.ts';
import { markJourneys } from '../db/journey-marks.ts';
import type { Db } from '../db/merchant-tx.ts';
import { appendMessage } from '../db/messages.ts';
import { insertVisitor, saveJourneySettings } from '../db/visitors.ts';
import { DAY } from '../domain/duration.ts';
import { inProcessLive } from '../live/in-process.ts';
import { followJourneys } from '../services/follow-journeys.ts';
import { runAutomations } from '../services/run-automations.ts';
import { seedTemplate } from './furnish-templates.ts';
import { NOW, sha256 } from './merchants.ts';
import { type Person, sendingWorld } from './sending-world.ts';

const live = inProcessLive();

/** A reminder of a cart that was left, an hour after it was touched last; with what is told of it changed. */
export const cartRule = (changes: Record<string, unknown> = {}): RuleDefinition =>
  RuleDefinition.parse({
    name: 'Cart left',
    trigger: { on: 'cart-left' },
    once: { per: 'cart' },
    if: null,
    cancelledBy: ['bought', 'replied', 'cart-emptied'],
    hours: 'any',
    steps: [cartStep(60)],
    ...changes,
  });

export const cartStep = (minutes: number, changes: Record<string, unknown> = {}) => ({
  wait: { minutes, from: 'trigger' },
  withinMinutes: 6 * 60,
  if: null,
  do: {
    kind: 'message',
    purpose: 'marketing',
    panel: 'first',
    text: 'Hi {{customer.first_name|there}}, {{cart.items}} waits for you.',
    template: {
      name: 'cart_left',
      language: 'en',
      values: { 'body.1': '{{customer.first_name|there}}', 'body.2': '{{cart.items}}' },
    },
  },
  ...changes,
});

export type Shopper = Person & { visitorId: string };

/** As decisions were made. */
const IN_ORDER = "d.at, d.step, d.outcome <> 'planned', d.id";

/** A merchant with a number, a template and people who shop; time is what the caller says. */
export async function automationWorld(db: Db) {
  const world = await sendingWorld(db);
  const { merchantId, as } = world;
  const template = await as(tx =>
    seedTemplate(tx, {
      name: 'cart_left',
      category: 'MARKETING',
      components: [{ type: 'BODY', text: 'Hi {{1}}, {{2}} is still in your cart.' }],
    }),
  );
  return {
    ...world,
    template,
    async rule(definition: RuleDefinition, now = NOW): Promise<string> {
      const id = randomUUIDv7();
      await as(async tx => {
        await insertRule(tx, { id, recipe: null, definition, createdBy: null, now });
        await switchRule(tx, id, true, now);
      });
      return id;
    },
    /** Somebody known by WhatsApp who also has a browser. */
    async shopper(
      options: { wroteAt?: Date; optedIn?: boolean; timeZone?: string; panelAt?: Date } = {},
    ): Promise<Shopper> {
      const person = await world.person({ optedIn: true, ...options });
      const visitorId = randomUUIDv7();
      await as(async tx => {
        await insertVisitor(tx, {
          id: visitorId,
          customerId: person.customerId,
          tokenHash: sha256(visitorId),
          now: NOW,
        });
        const settings = {
          consent: 'granted',
          timeZone: options.timeZone ?? 'Europe/Berlin',
          language: 'en-GB',
        } as const;
        await saveJourneySettings(tx, visitorId, settings, NOW);
      });
      return { ...person, visitorId };
    },
    does(subjectId: string, name: JourneyEventName, at: Date, properties: object = {}, source: JourneySource = 'web') {
      const event = {
        id: randomUUIDv7(),
        subjectId,
        name,
        source,
        occurredAt: at,
        clientAt: at,
        receivedAt: at,
        page: null,
      };
      return as(tx => insertJourneyEvents(tx, [{ ...event, properties: { ...properties } }]));
    },
    fills(subjectId: string, at: Date, item = 'Oak table') {
      return this.does(subjectId, 'cart_item_added', at, {
        items: [{ id: item, name: item, price: 1240 }],
        currency: 'EUR',
      });
    },
    writes({ conversationId, customerId }: Person, at: Date) {
      const said = { id: randomUUIDv7(), conversationId, content: { kind: 'text', text: 'Hello' } } as const;
      return as(async tx => {
        await appendMessage(tx, { ...said, author: { kind: 'shopper' }, channel: 'web', sentAt: at, now: at });
        await markJourneys(tx, [customerId], at);
      });
    },
    /** Whoever moved is looked at, as the follower does. */
    async follow(now: Date): Promise<void> {
      for (let taken = 1; taken > 0; ) taken = await followJourneys({ db, live, now }, merchantId, 'event', 200);
    },
    /** What is due is looked at, as the timekeeper does. Returns how many. */
    async tick(now: Date): Promise<number> {
      let total = 0;
      for (let looked = 1; looked > 0; total += looked)
        looked = await runAutomations({ db, live, now }, merchantId, 50);
      return total;
    },
    /** Each run's state, with its decisions in order: `sent template`, `cancelled bought`. */
    async story(
      customerId: string,
    ): Promise<{ state: string; decisions: string[]; words: string[]; dueAt: Date | null }[]> {
      const rows = await as(tx =>
        tx.execute<{ state: string; due_at: string | null; decisions: string[] | string; words: string[] | string }>(
          `select r.state, r.due_at, json_agg(d.outcome || ' ' || d.reason order by ${IN_ORDER}) as decisions,
             json_agg(d.words order by ${IN_ORDER}) as words
           from automation_runs r join automation_decisions d on d.merchant_id = r.merchant_id and d.run_id = r.id
           where r.customer_id = '${customerId}' group by r.merchant_id, r.id order by r.id`,
        ),
      );
      const list = (value: string[] | string) => (typeof value === 'string' ? (JSON.parse(value) as string[]) : value);
      return rows.map(row => ({
        state: row.state,
        decisions: list(row.decisions),
        words: list(row.words),
        dueAt: row.due_at === null ? null : new Date(row.due_at),
      }));
    },
    /** What the system has written to somebody: by which way, and the text. */
    async received({ conversationId }: Person): Promise<string[]> {
      const rows = await as(tx =>
        tx.execute<{ said: string }>(
          `select channel || ': ' || coalesce(content->>'text', content->>'body') as said from whatsapp_messages
           where conversation_id = '${conversationId}' and author = 'system' order by position`,
        ),
      );
      return rows.map(({ said }) => said);
    },
    daysLater: (days: number) => new Date(NOW.getTime() + days * DAY),
  };
}
