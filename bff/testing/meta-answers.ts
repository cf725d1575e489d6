import type { Sealer } from '../security/seal.ts';
import type { MetaTools } from '../services/whatsapp-app.ts';
import type { Told } from '../whatsapp/app-api.ts';
import type { NumberInfo } from '../whatsapp/number-api.ts';

/** What Meta says of an account and its one number. `portfolioId` null: that this token may not see it. */
export type MetaAnswers = { portfolioId: string | null | 'unreachable'; tier?: string; phoneNumberId?: string };

const told = <T>(value: T): Promise<Told<T>> => Promise.resolve({ kind: 'told', value });

/** Tools that ask nobody, and which accounts' portfolios were asked for. */
export function askedOf({ portfolioId, tier, phoneNumberId = '1' }: MetaAnswers): {
  tools: MetaTools;
  asked: string[];
} {
  const asked: string[] = [];
  const info: NumberInfo = {
    ...{ phoneNumberId, displayPhone: '+1 555 0100', verifiedName: null, nameStatus: null, quality: 'GREEN' },
    ...{ throughput: 'STANDARD', tier: tier ?? null, status: 'CONNECTED', isOnPhone: false },
  };
  const numbers: Partial<MetaTools['numbers']> = {
    listNumbers: () => told([info]),
    readNumber: () => told(info),
    readHealth: () => told({ canSend: 'AVAILABLE', troubles: [] }),
    listSubscribed: () => told([]),
    readPortfolio({ wabaId }) {
      asked.push(wabaId);
      return portfolioId === 'unreachable'
        ? Promise.resolve({ kind: 'unreachable', reason: 'no answer' })
        : told({ portfolioId });
    },
  };
  const sealer = { seal: (text: string) => Buffer.from(text), open: (sealed: Buffer) => sealed.toString() };
  return { tools: { numbers, sealer } as unknown as MetaTools & { sealer: Sealer }, asked };
}
