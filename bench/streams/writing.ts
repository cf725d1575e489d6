import { once } from 'node:events';
import { join } from 'node:path';
import { ensureAppRole } from '../../bff/db/roles.ts';
import { startChild } from '../parts/child.ts';
import type { Server } from '../parts/server.ts';
import { DEMO_MERCHANT_ID } from '../parts/shoppers.ts';
import type { Scope } from '../scope.ts';

export type WriterTask = { appUrl: string; merchantId: string; conversations: string[]; perSecond: number };

export type Writing = {
  /** Ends it; resolves with the number of answers by conversation. */
  stop(): Promise<Map<string, number>>;
};

/** Starts another process that writes answers (see writer.ts), whatever happens to the server. */
export async function startWriting(
  scope: Scope,
  ownerUrl: string,
  { secret }: Server,
  conversations: string[],
  perSecond: number,
): Promise<Writing> {
  const { appUrl } = await ensureAppRole({ ownerUrl, secret });
  const writer = startChild(scope, { args: [join(import.meta.dirname, 'writer.ts')] });
  writer.process.send({ appUrl, merchantId: DEMO_MERCHANT_ID, conversations, perSecond } satisfies WriterTask);
  return {
    async stop() {
      const told = once(writer.process, 'message', { signal: AbortSignal.timeout(30_000) });
      writer.process.send('stop');
      const [written] = (await told) as [[string, number][]];
      return new Map(written);
    },
  };
}
