import type { DryRun, DryRunSample } from '../../contract/dry-run.ts';
import { dryRun, dryRunSample, NOBODY } from './dry-run-samples.ts';
import { type FakeRequest, type FakeServer, json } from './fake-server.ts';
import { minute } from './samples.ts';

const PATH = 'automations/dry-runs';

/** The dry runs' part of the admin API in memory: put it before what answers for the automations. */
export class FakeDryRuns {
  /** Newest first. */
  runs: DryRun[] = [];
  samples: DryRunSample[] = [
    dryRunSample(1),
    dryRunSample(2, { outcome: 'suppressed', reason: 'no-opt-in', decisions: [] }),
  ];
  /** Asked first, of what is about dry runs and prices. */
  refusal: (request: FakeRequest) => Response | undefined = () => undefined;

  constructor(server: FakeServer) {
    const answer = server.answer;
    server.answer = request =>
      request.path.startsWith(PATH) || request.path === 'message-prices'
        ? (this.refusal(request) ?? this.answer(request))
        : answer(request);
  }

  /** What the newest one is at by now. */
  becomes(changes: Partial<DryRun>) {
    this.runs = [{ ...this.runs[0]!, ...changes }, ...this.runs.slice(1)];
  }

  private answer({ method, path, query, body }: FakeRequest): Response {
    if (path === 'message-prices') return json(method === 'PUT' ? body : { currency: 'EUR', prices: [] });
    if (path.endsWith('/samples')) {
      const isAsked = ({ outcome, reason }: DryRunSample) =>
        !query.has('outcome') || (outcome === query.get('outcome') && reason === query.get('reason'));
      return json({ samples: this.samples.filter(isAsked) });
    }
    if (path.endsWith('/cancel')) this.becomes({ state: 'cancelled', endedAt: minute(9) });
    else if (method === 'POST') this.runs.unshift(begun());
    else return json({ dryRuns: this.runs });
    return json(this.runs[0]);
  }
}

const begun = () => dryRun({ state: 'running', endedAt: null, progress: { looked: 0, of: 40 }, result: NOBODY });
