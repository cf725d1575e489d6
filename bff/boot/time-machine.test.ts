import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { HOUR } from '../domain/duration.ts';
import { FixedClock } from '../testing/clock.ts';
import { openTimeMachine } from './time-machine.ts';

describe('the time machine', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'woodex-time-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('goes on with the real clock, ahead of it, and is where it was after a restart', async () => {
    const real = new FixedClock();
    const file = join(folder, 'clock');
    const machine = await openTimeMachine(real, file);
    assert.equal(machine.offset(), 0);
    await machine.moveOn(HOUR);
    await machine.moveOn(HOUR);
    real.advance(1000);
    assert.equal(machine.clock.now().getTime(), real.now().getTime() + 2 * HOUR);
    assert.equal((await openTimeMachine(real, file)).offset(), 2 * HOUR);
  });

  it('begins at the real time where what was kept is no number', async () => {
    const file = join(folder, 'damaged');
    await writeFile(file, 'nonsense');
    assert.equal((await openTimeMachine(new FixedClock(), file)).offset(), 0);
  });
});
