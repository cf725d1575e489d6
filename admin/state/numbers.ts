import type { WhatsAppApp, WhatsAppConnection, WhatsAppNumber } from '../../contract/whatsapp.ts';

/** Numbers in use that send nothing, or no marketing; those that send nothing first. */
export const stoppedNumbers = (connection: WhatsAppConnection | null): WhatsAppNumber[] =>
  (connection?.numbers ?? [])
    .filter(({ readyAt, stop }) => readyAt && stop)
    .sort((a, b) => Number(b.stop?.what === 'all') - Number(a.stop?.what === 'all'));

/** Steps of connecting, in their order. */
export const STEPS = ['app', 'token', 'number', 'webhook', 'register', 'subscribe'] as const;
export type Step = (typeof STEPS)[number];

/** Which steps are done for this app and number. */
export function doneSteps(app: WhatsAppApp | undefined, number: WhatsAppNumber | undefined): Set<Step> {
  const done = new Set<Step>();
  if (app) done.add('app');
  if (app && (app.token.state === 'good' || app.token.state === 'expiring')) done.add('token');
  if (number) done.add('number');
  if (app && (app.handshakeAt || app.heardAt)) done.add('webhook');
  if (number?.registeredAt) done.add('register');
  if (number?.subscribedAt) done.add('subscribe');
  return done;
}

/** Meta's words for a number's quality, as people say them; the tone goes with it. */
export function qualityWords(quality: string | null): { words: string; tone: 'good' | 'warning' | 'danger' | 'quiet' } {
  switch (quality) {
    case 'GREEN':
      return { words: 'High', tone: 'good' };
    case 'YELLOW':
      return { words: 'Medium', tone: 'warning' };
    case 'RED':
      return { words: 'Low', tone: 'danger' };
    default:
      return { words: 'Not rated yet', tone: 'quiet' };
  }
}

/** How many people were written to first today, of how many it may be. */
export function usageWords({ used, messagingLimit, tier }: WhatsAppNumber): string {
  const count = used.toLocaleString();
  if (messagingLimit !== null) return `${count} of ${messagingLimit.toLocaleString()}`;
  return tier === 'TIER_UNLIMITED' ? `${count}, no limit` : `${count}, limit not known`;
}
