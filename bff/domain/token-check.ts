import { DAY } from './duration.ts';

/** What Meta says of an access token. */
export type TokenFacts = {
  isValid: boolean;
  appId: string | null;
  scopes: readonly string[];
  /** Null: it does not end. */
  expiresAt: Date | null;
  /** Meta's own words when it is not valid. */
  words: string | null;
};

/** `words` say what is wrong, where it is found and how it is mended. */
export type TokenVerdict = { ok: true } | { ok: false; words: string };

/** What sending and webhooks need, and what everything else needs. */
const NEEDED = ['whatsapp_business_messaging', 'whatsapp_business_management'];
/** A token that ends so soon is spoken of. */
const SOON = 7 * DAY;

/** May this token be used for the app with `appId`? */
export function checkToken(token: TokenFacts, appId: string, now: Date): TokenVerdict {
  if (!token.isValid || hasEnded(token.expiresAt, now)) {
    const why = token.words ? ` Meta says: ${token.words}` : '';
    return no(`This token is not valid, or not any more.${why} Generate a new one: ${WHERE}.`);
  }
  if (token.appId !== null && token.appId !== appId) {
    return no(
      `This token was made for app ${token.appId}, not for ${appId}. Generate one with this app chosen: ${WHERE}.`,
    );
  }
  const missing = NEEDED.filter(scope => !token.scopes.includes(scope));
  if (missing.length > 0) {
    return no(
      `This token lacks ${missing.join(' and ')}. Generate one with both permissions ticked: ${WHERE}. Where they cannot be ticked, give the system user the app and the account first (“Assign assets”).`,
    );
  }
  return { ok: true };
}

export type TokenState = 'missing' | 'good' | 'expiring' | 'bad';

/** How a stored token stands at `now`. */
export function tokenState(
  token: { isStored: boolean; expiresAt: Date | null; trouble: string | null },
  now: Date,
): TokenState {
  if (!token.isStored) return 'missing';
  if (token.trouble !== null || hasEnded(token.expiresAt, now)) return 'bad';
  return hasEnded(token.expiresAt, new Date(now.getTime() + SOON)) ? 'expiring' : 'good';
}

const hasEnded = (expiresAt: Date | null, now: Date) => expiresAt !== null && expiresAt <= now;
const WHERE = 'Meta Business settings → Users → System users → Generate token';
const no = (words: string): TokenVerdict => ({ ok: false, words });
