import type { DeliveryEpisode, DeliveryRow, DeliveryView } from '../../contract/delivery.ts';
import type { Delivery, Purpose } from '../../contract/message.ts';
import { formatExact } from './time.ts';

export const VIEW_WORDS: Record<DeliveryView, { name: string; empty: string }> = {
  waiting: { name: 'Waiting', empty: 'Nothing waits to be sent.' },
  held: { name: 'Held', empty: 'Nothing is held. What may have arrived without WhatsApp saying so would be here.' },
  failed: { name: 'Not delivered', empty: 'Everything was delivered.' },
};

export const PURPOSE_WORDS: Record<Purpose, string> = {
  reply: 'Answer',
  transactional: 'Notice',
  marketing: 'Marketing',
};

const WAITS: Record<NonNullable<Delivery['waits']>['for'], string> = {
  settling: 'WhatsApp has not said what became of it',
  'template-paused': 'Meta has paused its template',
  'pair-rate': 'The customer got many messages in a short time',
  'messaging-limit': 'The number has written to as many new people today as it may',
  'meta-cap': 'Meta delivers no more marketing to this customer for now',
  retry: 'It could not be sent just now, and is tried again',
};

/** Where a delivery stands, and why, in a sentence. */
export function standing({ delivery }: Pick<DeliveryRow, 'delivery'>): string {
  const { state, error, waits } = delivery;
  if (state === 'failed') return error && error.code !== null ? `${error.title} (${error.code})` : (error?.title ?? '');
  if (state === 'held') return 'It may have arrived: WhatsApp never said.';
  if (waits) return `${WAITS[waits.for]}. Next look: ${formatExact(waits.until)}.`;
  return 'Next in line.';
}

const EPISODES: Record<DeliveryEpisode['what'], string> = {
  refused: 'refused',
  unreachable: 'WhatsApp could not be reached',
  'put-back': 'put back in the line',
  unknown: 'no answer: it may have arrived',
  'sent-again': 'sent once more',
  'arrived-twice': 'both attempts arrived',
  released: 'sent again by',
  'given-up': 'given up by',
};

/** One thing that happened to it, in a line. */
export const episodeWords = ({ attempt, what, code, words }: DeliveryEpisode): string =>
  [`Attempt ${Math.max(1, attempt)}: ${EPISODES[what]}`, words, code && `(${code})`].filter(Boolean).join(' ');
