import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inProcessLive } from '../../live/in-process.ts';
import type { Frame } from './frame.ts';
import { OpenStream } from './open-stream.ts';

test('a long replay is written whole, and hardly more of it is read than there is room for', async () => {
  const updates = Array.from(
    { length: 300 },
    (_, n): Frame => ({ event: 'update', id: n + 1, data: '€'.repeat(4096) }),
  );
  let readInAll = 0;
  const stream = new OpenStream(
    {
      audience: 'shopper',
      merchantId: 'm',
      conversationId: 'c',
      listener: 'v',
      topic: 't',
      resume: async () => ({ kind: 'resume', from: 0, to: updates.length }),
      async read(after, atMost) {
        const frames = updates.slice(after, after + atMost);
        readInAll += frames.length;
        return { frames, last: frames.at(-1)?.id ?? after, more: frames.length === atMost };
      },
      reset: async to => ({ event: 'reset', data: {}, id: to }),
    },
    0,
    inProcessLive({ onTrouble() {} }),
    { gate: work => work(), onClose() {}, onError: assert.fail },
  );
  const ids: number[] = [];
  for await (const frame of stream.body) {
    const id = /^id: (\d+)/.exec(Buffer.from(frame).toString())?.[1];
    if (id) ids.push(Number(id));
    if (ids.length === updates.length) break;
  }
  assert.deepEqual(
    ids,
    updates.map(({ id }) => id),
  );
  assert.ok(readInAll <= 3 * updates.length, `${readInAll} read`);
});
