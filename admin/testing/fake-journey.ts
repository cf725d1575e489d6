import type { AgentConsentInput, CustomerConsents } from '../../contract/consent.ts';
import type { CustomerJourney, CustomerRow, TimelineEntry } from '../../contract/journey.ts';
import type { ScoreSettings } from '../../contract/lead-score.ts';
import { type FakeRequest, type FakeServer, json, problem } from './fake-server.ts';
import { customerRow, funnel, journey, scorePreview, scoreSettings, seen } from './journey-samples.ts';
import { id } from './samples.ts';

const PAGE = 50;

/** The journey's part of the admin API in memory: put it before a {@link FakeServer}. */
export class FakeJourney {
  rows: CustomerRow[] = [customerRow(1, { score: 72, hot: true }), customerRow(2), customerRow(3, { kind: 'guest' })];
  person: CustomerJourney = journey(1);
  timeline: TimelineEntry[] = [seen(3), seen(2), seen(1)];
  settings: ScoreSettings = scoreSettings();
  consents: CustomerConsents = {
    marketing: 'none',
    all: 'none',
    refuses: {
      transactional: null,
      marketing: { reason: 'no-opt-in', words: 'The customer has not agreed to offers' },
    },
    history: [],
  };
  apiKeys = [
    { id: id(950), name: 'ERP', scopes: ['commerce:write'], createdAt: seen(0).at, lastUsedAt: null, revokedAt: null },
  ];
  identityKeys = [{ id: id(960), createdAt: seen(0).at }];
  private readonly server: FakeServer;

  constructor(server: FakeServer) {
    this.server = server;
    server.answer = request => this.answer(request);
  }

  /** The agents' stream says that these customers' journeys have moved. */
  move(...customers: string[]) {
    this.server.emit(`event: journey\ndata: ${JSON.stringify({ customers })}\n\n`);
  }

  answer(request: FakeRequest): Response | undefined {
    const { method, path, query, body } = request;
    if (path.endsWith('/automation-runs')) return json({ runs: [], next: null });
    switch (`${method} ${path}`) {
      case 'GET customers/funnel':
        return json(funnel);
      case 'GET customers':
        return this.list(query);
      case 'GET lead-score':
        return json(this.settings);
      case 'POST lead-score/preview':
        return json(scorePreview);
      case 'PUT lead-score':
        this.settings = { ...this.settings, table: body as ScoreSettings['table'], waiting: 12 };
        return json(this.settings);
      case 'GET api-keys':
        return json({ apiKeys: this.apiKeys });
      case 'GET identity-keys':
        return json({ identityKeys: this.identityKeys });
      case 'POST api-keys': {
        const apiKey = { ...this.apiKeys[0]!, id: id(951), name: (body as { name: string }).name };
        this.apiKeys.push(apiKey);
        return json({ key: 'wxs_secret', apiKey }, 201);
      }
    }
    if (method === 'DELETE' && path.startsWith('api-keys/')) return this.revoke(path.slice('api-keys/'.length));
    if (path === `customers/${this.person.id}/consents`) {
      if (method === 'POST') this.consents = recorded(this.consents, body as AgentConsentInput);
      return json(this.consents);
    }
    if (method === 'POST' && path.startsWith('merges/')) return this.undo();
    const [, customerId, rest] = /^customers\/([^/]+)(\/timeline)?$/.exec(path) ?? [];
    if (!customerId) return undefined;
    if (customerId !== this.person.id) return problem(404, 'not-found', 'There is no such customer.');
    return rest ? this.page(query) : json(this.person);
  }

  private list(query: URLSearchParams): Response {
    const from = Number(query.get('cursor') ?? 0);
    const limit = Number(query.get('limit'));
    const fits = this.rows.filter(
      row =>
        (query.get('hot') !== 'true' || row.hot) &&
        (!query.get('kind') || row.kind === query.get('kind')) &&
        row.score >= Number(query.get('minScore') ?? 0) &&
        row.fullName!.startsWith(query.get('q') ?? ''),
    );
    const next = from + limit < fits.length ? String(from + limit) : null;
    return json({ customers: fits.slice(from, from + limit), next, total: from === 0 ? fits.length : null });
  }

  private page(query: URLSearchParams): Response {
    const fits = this.timeline.filter(entry => query.get('show') !== 'scores' || entry.kind === 'score');
    const from = Number(query.get('cursor') ?? 0);
    const to = from + Number(query.get('limit') ?? PAGE);
    return json({ entries: fits.slice(from, to), next: to < fits.length ? String(to) : null });
  }

  private revoke(keyId: string): Response {
    this.apiKeys = this.apiKeys.filter(key => key.id !== keyId);
    return new Response(null, { status: 204 });
  }

  private undo(): Response {
    const [merge] = this.person.merges;
    const undone = { ...merge!, undoneAt: seen(9).at, undoableUntil: null };
    this.person = { ...this.person, merges: [undone] };
    return json(undone);
  }
}

/** What an agent told, on top of what is known; to offers only. */
function recorded(known: CustomerConsents, { topic, action, reason }: AgentConsentInput): CustomerConsents {
  const said = {
    id: id(970 + known.history.length),
    topic,
    action,
    reason,
    by: 'Ada',
    source: 'agent',
    at: seen(0).at,
  } as const;
  const marketing = action === 'opt-in' ? 'in' : 'out';
  return { ...known, marketing, history: [{ ...said, wording: null, url: null, pending: false }, ...known.history] };
}
