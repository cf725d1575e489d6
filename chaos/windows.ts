import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import type { SimulatorClient } from '../bench/parts/simulator.ts';
import type { Person } from './people.ts';

/** People write, so that they may be answered; waits until the ledger has heard all of them. */
export async function openWindows(
  owner: postgres.Sql,
  simulator: SimulatorClient,
  people: readonly Person[],
): Promise<void> {
  const writing = people.filter(({ hasWindow }) => hasWindow);
  const left = [...writing];
  const write = async () => {
    for (let person = left.pop(); person; person = left.pop()) {
      const text = { to: person.phoneNumberId, type: 'text', text: { body: 'Hello' } };
      await simulator.drive('POST', `/phones/${person.phoneId}/messages`, text);
    }
  };
  await Promise.all(Array.from({ length: 4 }, write));
  for (;;) {
    const [row] = await owner`
      select count(*)::int as n from whatsapp_conversations where last_whatsapp_inbound_at is not null`;
    if (row!.n >= writing.length) return;
    await sleep(100);
  }
}
