import type { Logger } from 'pino';
import type { Db } from '../../db/merchant-tx.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Live } from '../../live/live.ts';
import type { Sealer } from '../../security/seal.ts';
import type { ClaimedSend, ClaimRules } from '../../services/claim-sends.ts';
import type { RefTools } from '../../services/outbound-refs.ts';
import type { CloudApi } from '../../whatsapp/cloud-api.ts';

/** How far a message has come in this process. */
export type SendStep = 'claimed' | 'begun' | 'answered' | 'settled';

export type SenderOptions = ClaimRules &
  RefTools & {
    db: Db;
    live: Live;
    clock: Clock;
    log: Logger;
    api: CloudApi;
    sealer: Sealer;
    random: () => number;
    /** Told of each message at each step, before the next one. */
    onStep: (step: SendStep, send: ClaimedSend) => void;
  };
