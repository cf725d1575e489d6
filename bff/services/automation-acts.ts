import { randomUUIDv7 } from 'node:crypto';
import type { Action } from '../../contract/automation-action.ts';
import type { OutgoingBody } from '../../contract/outgoing-webhook.ts';
import type { RunRow } from '../db/automation-runs.ts';
import { cartOf, orderOf, quoteOf } from '../domain/automation/conditions.ts';
import { type Desk, note, type Told } from './automation-desk.ts';
import { composeText } from './automation-message.ts';
import type { Person } from './automation-people.ts';

/** Does what a step does besides writing to people: notes it, and lays on the desk what is to be written. */
export function act(desk: Desk, run: RunRow, step: number, action: Action, person: Person, now: Date): Told {
  const told = actTold(desk, run, action, person);
  const decision = note(desk, run, step, told, now);
  if (told.outcome !== 'act' || action.kind !== 'webhook') return told;
  decision.webhookId = randomUUIDv7();
  desk.hooks.push({
    id: decision.webhookId,
    endpointId: action.endpoint,
    runId: run.id,
    customerId: person.facts.customer.id,
    body: JSON.stringify(bodyOf(desk, run, step, person, now)),
  });
  return told;
}

function actTold(desk: Desk, run: RunRow, action: Action, person: Person): Told {
  const { facts } = person;
  const customerId = facts.customer.id;
  switch (action.kind) {
    case 'assign':
      return assign(desk, action.to, customerId);
    case 'note': {
      const { text, fault } = composeText(action.text, { person: facts, subject: run.subject }, desk.stationery);
      if (text === null) return { outcome: 'failed', reason: 'not-known', facts: { words: fault } };
      desk.notes.push({ id: randomUUIDv7(), customerId, text, author: ruleOf(desk, run).name });
      return { outcome: 'act', reason: 'note', facts: {} };
    }
    case 'tag': {
      const { do: what, tag } = action;
      const others = facts.tags.filter(known => known !== tag);
      desk.tagged.push({ customerId, do: what, tag });
      desk.people.set(customerId, { ...person, facts: { ...facts, tags: what === 'add' ? [...others, tag] : others } });
      return { outcome: 'act', reason: 'tag', facts: { do: what, tag } };
    }
    case 'score': {
      const { points, reason } = action;
      desk.given.push({ id: randomUUIDv7(), customerId, points, reason });
      return { outcome: 'act', reason: 'score', facts: { points, why: reason } };
    }
    case 'webhook': {
      const endpoint = desk.endpoints.get(action.endpoint);
      if (!endpoint)
        return { outcome: 'failed', reason: 'endpoint-gone', facts: { words: 'The endpoint is not there any more' } };
      return { outcome: 'act', reason: 'webhook', facts: { endpoint: endpoint.name } };
    }
    case 'message':
    case 'wait':
    case 'split':
      throw new Error(`${action.kind} is no act`);
  }
}

const ruleOf = (desk: Desk, { ruleId, version }: RunRow) => desk.rules.get(`${ruleId} ${version}`)!.definition;

/** To whom the rule says, if they are still there; else to whoever has the least to do. */
function assign(desk: Desk, asked: string | null, customerId: string): Told {
  const idlest = [...desk.colleagues].sort((a, b) => a.open - b.open)[0];
  const agent = desk.colleagues.find(({ id }) => id === asked) ?? idlest ?? null;
  if (agent) agent.open += 1;
  desk.assigned.push({ customerId, agentId: agent?.id ?? null });
  return { outcome: 'act', reason: 'assign', facts: agent ? { agent: agent.name } : {} };
}

/** What an endpoint is told: what the run is about, and of whom, as it is now. */
function bodyOf(desk: Desk, run: RunRow, step: number, { facts: person }: Person, now: Date): OutgoingBody {
  const { id, fullName: name, phone } = person.customer;
  const { subject } = run;
  const about = { person, subject };
  const [cart, quote, order] = [cartOf(about), quoteOf(about), orderOf(about)];
  return {
    type: 'automation.step',
    at: now.toISOString(),
    rule: { id: run.ruleId, name: ruleOf(desk, run).name, version: run.version },
    run: run.id,
    step,
    customer: {
      ...{ id, name, phone, language: person.language },
      ...{ score: person.lead.score, stage: person.lead.stage, tags: [...person.tags] },
    },
    cart: subject.cart && cart ? { id: cart.id, total: cart.total, currency: cart.currency, url: cart.url } : null,
    quote: subject.quote && quote ? booked(quote) : null,
    order: subject.order && order ? booked(order) : null,
  };
}

type Booked = {
  externalId: string;
  number: string | null;
  status: string;
  total: string | null;
  currency: string | null;
};

const booked = ({ externalId: id, number, status, total, currency }: Booked) => ({
  ...{ id, number, status, total, currency },
});
