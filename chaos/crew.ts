import { type ChildProcess, spawn } from 'node:child_process';
import type { Scope } from '../bench/scope.ts';
import { ROOT } from './defences.ts';
import type { FromChild, Order, ToChild } from './processes/orders.ts';

/**
 * A process of ours. `ready`: it has loaded its code; `working`: it has carried something through, since the last blow to all; `isSpared`:
 * nobody else strikes it.
 */
export type Member = {
  process: ChildProcess;
  isReady: boolean;
  isWorking: boolean;
  isSpared: boolean;
  ready: Promise<void>;
  working: Promise<void>;
  exited: Promise<void>;
};

/** Starts a process and lets it stand by. It ends with the scope, and with us. `onCrash`: it ended by itself, of an error of its own. */
export function enlist(
  scope: Scope,
  { program, cache, onCrash }: { program: string; cache: string; onCrash: () => void },
): Member {
  const child = spawn(process.execPath, [program], {
    cwd: ROOT,
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  // A message to one that has just been killed is told nobody.
  child.on('error', () => {});
  const said = (what: FromChild) =>
    new Promise<void>(resolve => child.on('message', message => message === what && resolve()));
  const exited = new Promise<void>(resolve =>
    child.once('exit', code => {
      // Whoever is killed, by others or at a failpoint, ends by a signal.
      if (code !== null) onCrash();
      resolve();
    }),
  );
  scope.defer(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await exited;
  });
  const stages = { isReady: false, isWorking: false, isSpared: false, ready: said('ready'), working: said('working') };
  const member: Member = { process: child, ...stages, exited };
  void member.ready.then(() => {
    member.isReady = true;
  });
  child.on('message', message => {
    if (message === 'working') member.isWorking = true;
  });
  return member;
}

export const tell = ({ process: child }: Member, message: ToChild): void => {
  if (child.connected) child.send(message, () => {});
};

/** Loading takes longer than the pause between two kills. */
const STANDING_BY = 3;

/** Keeps so many members of a kind at work: one that ends is replaced at once by one that stood by. */
export function keepAtWork(
  scope: Scope,
  { atWork, enlisted, order, onEnd }: { atWork: number; enlisted: () => Member; order: () => Order; onEnd: () => void },
) {
  const working = new Set<Member>();
  const relieved = new WeakSet<Member>();
  const standing: Member[] = [];
  let isOver = false;
  scope.defer(() => {
    isOver = true;
  });
  const callUp = async () => {
    const member = standing.shift() ?? enlisted();
    while (standing.length < STANDING_BY) standing.push(enlisted());
    await Promise.race([member.ready, member.exited]);
    if (isOver) return;
    tell(member, { go: order() });
    working.add(member);
    void member.exited.then(() => {
      working.delete(member);
      if (isOver) return;
      onEnd();
      if (!relieved.has(member)) void callUp();
    });
  };
  return {
    working,
    /** Would somebody who is killed now be replaced at once? */
    hasReserve: () => standing.some(({ isReady }) => isReady),
    async start() {
      await Promise.all(Array.from({ length: atWork }, callUp));
    },
    /** Somebody else is called up in its place, now instead of when it ends. */
    relieve: (member: Member) => {
      relieved.add(member);
      void callUp();
    },
    /** Whoever ends from now on is not replaced. */
    retire: () => {
      isOver = true;
    },
    /** Nobody ends by itself any more; whoever is called up from now on neither. */
    calm: () => {
      for (const member of [...working, ...standing]) tell(member, { calm: true });
    },
  };
}
