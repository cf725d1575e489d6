import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../bench/parts/free-port.ts';
import { startSimulator } from '../bench/parts/simulator.ts';
import { tempFolder } from '../bench/parts/temp-folder.ts';
import type { Scope } from '../bench/scope.ts';
import { sealer } from '../bff/security/seal.ts';
import { seededRandom } from '../whatsapp-simulator/random.ts';
import { bundlePrograms } from './bundle.ts';
import { enlist, keepAtWork } from './crew.ts';
import { startDatabase } from './database.ts';
import { defenceNamed } from './defences.ts';
import { calmOf, faultsOf, slowed } from './faults.ts';
import { type Backlog, readBacklog, readLedger } from './ledger-view.ts';
import { load } from './load.ts';
import type { ChaosOptions } from './options.ts';
import { judge, type Verdict } from './oracle.ts';
import { areSentAgain, outlast, SLOW_ANSWER } from './outlast.ts';
import { meetPeople, openShops } from './people.ts';
import { peopleFor, planLoad } from './plan.ts';
import type { Order } from './processes/orders.ts';
import { type Resumed, watchResuming } from './resume.ts';
import { type Strikes, strike } from './strikes.ts';
import { openWindows } from './windows.ts';

/** `crashes`: processes that ended by themselves. */
export type Outcome = { verdict: Verdict; strikes: Strikes; crashes: number; resumed: Resumed; seconds: number };

const WORKERS = 2;
/** So many messages wait at most, so that kills meet messages of every age until the end. */
const MOST_WAITING = 2_000;
/** So often in a row nothing waits, for longer than the simulator holds any webhook back. */
const QUIET_LOOKS = 10;
/** A run of so many kills waits for somebody who is frozen longer than lease and settle time. */
const LONG_ENOUGH = 20;
/** Failpoints on the way of one message. */
const POINTS = 6;

/** One run: load, faults and kills, then quiet, then the comparison. What it starts ends with the scope. */
export async function runChaos(options: ChaosOptions, scope: Scope, note: (text: string) => void): Promise<Outcome> {
  const { seed, sends, kills, lostWebhooks, settle, lease } = options;
  const deadline = performance.now() + options.minutes * 60_000;
  const isLate = () => performance.now() > deadline;
  const random = seededRandom(seed);
  const secret = randomBytes(32);
  const { db, superuser, appUrl, restart } = await startDatabase(scope, secret);
  const [simulator, port] = [await startSimulator(scope), await freePort()];
  const programs = await bundlePrograms(scope, options.without === null ? null : defenceNamed(options.without));
  const cache = await tempFolder(scope);
  const mediaFolder = await tempFolder(scope);
  const order = (): Order => ({
    ...{
      appUrl,
      apiUrl: simulator.url,
      port,
      mediaFolder,
      secret: secret.toString('base64'),
      seed: Math.floor(random() * 2 ** 31),
    },
    ...{ lease: lease * 1000, settleTime: settle * 1000 },
    failChance: ended >= kills ? 0 : kills / 2 / (sends * POINTS),
  });
  const strikes: Strikes = { kills: 0, freezes: 0, outlasted: 0, restarts: 0, webKills: 0 };
  let [ended, crashes] = [0, 0];
  const resuming = watchResuming(superuser, lease * 1000);
  const crew = (kind: 'worker' | 'web', atWork: number, onEnd: () => void) =>
    keepAtWork(scope, {
      atWork,
      order,
      onEnd,
      enlisted: () =>
        enlist(scope, {
          ...{ program: programs[kind], cache },
          onCrash: () => {
            crashes += 1;
          },
        }),
    });
  const web = crew('web', 1, () => {});
  const workers = crew('worker', WORKERS, () => {
    ended += 1;
    strikes.kills = ended;
    if (ended >= kills) workers.calm();
  });
  await web.start();
  for (const member of web.working) await member.working;

  note('shops and people');
  const size = { shops: sends < 1_000 ? 2 : 4, numbers: sends < 1_000 ? 3 : 4 };
  const shops = await openShops(db, sealer(secret), simulator, { ...size, webhookUrl: `http://127.0.0.1:${port}/` });
  const planned = peopleFor(sends);
  const people = await meetPeople(db, simulator, shops, planned);
  await openWindows(superuser, simulator, people);

  note(`${sends} messages to ${people.length} people from ${size.shops * size.numbers} numbers`);
  const faults = faultsOf(options);
  await simulator.drive('PUT', '/faults', faults);
  const begun = performance.now();
  await workers.start();
  const striking = new AbortController();
  const struck = strike(
    {
      ...{
        random: seededRandom(seed + 1),
        workers: workers.working,
        web: web.working,
        strikes,
        restartPostgres: restart,
      },
      killsLeft: () => kills - ended,
      hasReserve: workers.hasReserve,
      // Its jobs are leased for half a minute: a short run would wait for nothing else.
      strikesWeb: settle >= 30,
      outlasts: kills >= LONG_ENOUGH,
      freezeFor: lease * 1000 + 1_500,
      outlast: member =>
        outlast({
          ...{ member, relieve: workers.relieve, outlasts: (lease + settle) * 1000 },
          isOvertaken: (frozenAt, begun) => areSentAgain(superuser, frozenAt, begun),
          slow: async refusals => {
            const now = refusals === null ? faults : slowed(faults, SLOW_ANSWER, refusals);
            await simulator.drive('PUT', '/faults', { ...now, seed: Math.floor(random() * 2 ** 31) });
          },
        }),
    },
    striking.signal,
  );
  let toldAt = 0;
  let backlog: Backlog = { sends: 0, due: 0, webhooks: 0 };
  // The load lasts as long as the kills do, but nobody is killed who has nothing in hand.
  let ahead = 0.05;
  let isLoaded = false;
  let queued = 0;
  const watching = (async () => {
    while (!isLoaded) {
      backlog = await readBacklog(superuser).catch(() => backlog);
      if (backlog.due === 0) ahead += 0.01;
      tell(`${Math.round(queued * 100)} % queued, ${backlog.sends} wait, ${ended} kills, ${strikes.restarts} restarts`);
      await sleep(300);
    }
  })();
  const mayGoOn = async (share: number) => {
    const isEarly = () => kills > 0 && share > ahead + ended / kills;
    while (!isLate() && (backlog.sends > MOST_WAITING || isEarly())) await sleep(100);
    queued = Math.max(queued, share);
    return !isLate();
  };
  const loaded = await load({ db, people, plan: planLoad(seed, sends, planned), mayGoOn });
  while (ended < kills && backlog.sends > 0 && !isLate()) await sleep(100);
  isLoaded = true;
  await watching;
  striking.abort();
  await struck;

  note('quiet');
  workers.calm();
  await simulator.drive('PUT', '/faults', calmOf(seed, lostWebhooks));
  await untilQuiet();
  const arrivals = await simulator.arrivals();
  for (const crew of [web, workers]) crew.retire();
  const verdict = judge({
    ledger: await readLedger(superuser),
    arrivals: arrivals.map(({ callbackData, at }) => ({
      deliveryId: callbackData?.split('/')[0] ?? '',
      at: Date.parse(at),
    })),
    ...loaded,
    webhooksCome: lostWebhooks === 0,
    claimLasts: lease * 1000 + 1_000,
  });
  return { verdict, strikes, crashes, resumed: await resuming.end(), seconds: (performance.now() - begun) / 1000 };

  function tell(text: string): void {
    if (performance.now() - toldAt < 10_000) return;
    toldAt = performance.now();
    note(text);
  }

  async function untilQuiet(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_LOOKS && !isLate(); ) {
      backlog = await readBacklog(superuser).catch(() => backlog);
      const waiting = await simulator.waiting();
      tell(`${backlog.sends} wait, ${backlog.webhooks} webhooks to work on, ${waiting} on their way`);
      quiet = backlog.sends + backlog.webhooks + waiting === 0 ? quiet + 1 : 0;
      await sleep(250);
    }
  }
}
