import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What an operator watches. Labels never carry a merchant's or a person's name. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({
      name: 'woodex_http_request_seconds',
      help: 'Duration of HTTP requests, streams excepted',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    streams: new Gauge({
      name: 'woodex_open_streams',
      help: 'Open event streams',
      labelNames: ['audience'],
      registers,
    }),
    streamsCut: new Counter({
      name: 'woodex_streams_cut_total',
      help: 'Streams cut because their reader was too slow',
      registers,
    }),
    sends: new Counter({
      name: 'woodex_sends_total',
      help: 'WhatsApp messages by how far they have come: claimed, begun, answered, settled',
      labelNames: ['step'],
      registers,
    }),
    jobs: new Counter({
      name: 'woodex_jobs_total',
      help: 'Jobs worked on',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
