import assert from 'node:assert/strict';
import { afterEach, describe, it, mock } from 'node:test';
import { pino } from 'pino';
import { SECOND } from '../../domain/duration.ts';
import { inProcessLive } from '../../live/in-process.ts';
import { createMetrics } from '../metrics.ts';
import type { Source } from './open-stream.ts';
import { StreamRegistry } from './stream-registry.ts';

const sourceOf = (merchantId: string): Source => ({
  audience: 'agent',
  merchantId,
  conversationId: null,
  listener: `session of ${merchantId}`,
  topic: merchantId,
  resume: async () => ({ kind: 'resume', from: 0, to: 0 }),
  read: async after => ({ frames: [], last: after, more: false }),
  reset: async to => ({ event: 'reset', data: {}, id: to }),
});

describe('the rounds of the registry', () => {
  const asked: string[] = [];
  const checked: string[] = [];
  let answer = Promise.resolve(0);
  const create = () =>
    new StreamRegistry({
      live: inProcessLive({ onTrouble() {} }),
      metrics: createMetrics(),
      log: pino({ level: 'silent' }),
      random: () => 0.5,
      maxStreams: 10,
      facts: {
        conversationHeads: async () => new Map(),
        merchantSeq: merchantId => {
          asked.push(merchantId);
          return answer;
        },
        validListeners: async (merchantId, _, ids) => {
          checked.push(merchantId);
          return new Set(ids);
        },
        notePanels: async () => {},
      },
    });
  let registry: StreamRegistry;
  afterEach(() => {
    registry.close();
    mock.timers.reset();
    asked.length = 0;
    checked.length = 0;
    answer = Promise.resolve(0);
  });

  it('wait for the one before', async () => {
    mock.timers.enable({ apis: ['setInterval'] });
    registry = create();
    registry.open(sourceOf('a'), null);
    const gate = Promise.withResolvers<number>();
    answer = gate.promise;
    for (let n = 0; n < 3; n++) mock.timers.tick(5 * SECOND);
    assert.deepEqual(asked, ['a']);
    gate.resolve(0);
    await new Promise(setImmediate);
    mock.timers.tick(5 * SECOND);
    assert.deepEqual(asked, ['a', 'a']);
  });

  it('do for every merchant what that round is for, though the next has begun', async () => {
    registry = create();
    registry.open(sourceOf('a'), null);
    registry.open(sourceOf('b'), null);
    for (let round = 1; round < 12; round++) await registry.sweep();
    assert.deepEqual(checked, []);
    const gate = Promise.withResolvers<number>();
    answer = gate.promise;
    const twelfth = registry.sweep();
    const next = registry.sweep();
    gate.resolve(0);
    await Promise.all([twelfth, next]);
    assert.deepEqual(checked, ['a', 'b']);
  });
});
