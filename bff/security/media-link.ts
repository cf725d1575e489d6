import { createHmac } from 'node:crypto';
import { safeEqual } from './safe-equal.ts';
import { uuidOfBase64, uuidToBase64 } from './uuid-base64.ts';

/** What a link opens: one file of one merchant. */
export type LinkedMedia = { merchantId: string; mediaId: string };

export type MediaLinks = {
  /** The last part of the path. Links made within the same half hour are the same, so that a browser keeps the file. */
  sign(media: LinkedMedia, now: Date): string;
  /** Null: it is none of ours, or its time is over. */
  open(token: string, now: Date): (LinkedMedia & { until: Date }) | null;
};

const STEP = 30 * 60_000;

// Merchant and file (22 characters each), the end in seconds since 1970 in base 36, and 43 characters of HMAC-SHA256.
const TOKEN = /^([\w-]{22})([\w-]{22})\.([0-9a-z]{6,8})\.([\w-]{43})$/;

/** Links that work for half an hour to an hour. Who has one can open the file: it says who is meant, so it is made only for who may see it. */
export function mediaLinks(key: Buffer): MediaLinks {
  const seal = (claim: string) => createHmac('sha256', key).update(claim).digest('base64url');
  return {
    sign({ merchantId, mediaId }, now) {
      const until = (Math.floor(now.getTime() / STEP) + 2) * STEP;
      const claim = `${uuidToBase64(merchantId)}${uuidToBase64(mediaId)}.${(until / 1000).toString(36)}`;
      return `${claim}.${seal(claim)}`;
    },
    open(token, now) {
      const [, merchant, media, end, mac] = TOKEN.exec(token) ?? [];
      if (!merchant || !media || !end || !mac) return null;
      if (!safeEqual(mac, seal(`${merchant}${media}.${end}`))) return null;
      const [merchantId, mediaId] = [uuidOfBase64(merchant), uuidOfBase64(media)];
      const until = new Date(parseInt(end, 36) * 1000);
      return merchantId && mediaId && now < until ? { merchantId, mediaId, until } : null;
    },
  };
}
