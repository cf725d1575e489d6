import type { Bench } from '../suite.ts';
import { measureAnswers } from './answers.ts';
import { measureClaims } from './claims.ts';
import { fillPeople, makeTemplate } from './fill.ts';
import { measureSteady } from './steady.ts';
import { measureThroughput } from './throughput.ts';
import { ACCOUNT, startWorld } from './world.ts';

const PEOPLE = 100_000;

/** What sends: how fast, how steadily, how soon a person's answer goes, and what a long queue costs. */
export async function measureLedger(bench: Bench): Promise<void> {
  const world = await startWorld(bench.scope, bench.options.profile);
  await makeTemplate(world.owner, ACCOUNT.wabaId);
  await fillPeople(world.owner, 1, PEOPLE);
  await measureThroughput(world, PEOPLE, bench);
  await measureSteady(world, PEOPLE, bench);
  await measureAnswers(world, bench);
  await measureClaims(world, PEOPLE, bench);
}
