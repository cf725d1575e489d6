import { uuidOfBase64, uuidToBase64 } from './uuid-base64.ts';

/** What a merchant pastes into the shop's page: `wx_` and the merchant's id in base64url. It is no secret. */
export function publicKeyOf(merchantId: string): string {
  return `wx_${uuidToBase64(merchantId)}`;
}

/** The merchant's id (a lower-case uuid), or null when the key is not spelled as {@link publicKeyOf} spells it. */
export function merchantOfPublicKey(key: string): string | null {
  return key.startsWith('wx_') ? uuidOfBase64(key.slice(3)) : null;
}
