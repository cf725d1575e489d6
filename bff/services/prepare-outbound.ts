import { SealError, type Sealer } from '../security/seal.ts';
import type { OutboundBody } from '../whatsapp/outbound-body.ts';
import { outboundBody } from '../whatsapp/outbound-body.ts';
import type { ClaimedSend } from './claim-sends.ts';
import { openAccessToken } from './connect-whatsapp.ts';

/** What the request needs besides the recipient; or why there can be none, as a sentence for the merchant. */
export type Prepared = { body: OutboundBody; accessToken: string; quotes?: string | undefined } | { refused: string };

/** Makes ready what a claimed message needs before its attempt is written. */
export async function prepareOutbound(sealer: Sealer, send: ClaimedSend): Promise<Prepared> {
  const body = outboundBody(send.content);
  if (!body) return { refused: 'This cannot be sent by WhatsApp.' };
  try {
    return { body, accessToken: openAccessToken(sealer, send.merchantId, send.number) };
  } catch (error) {
    if (error instanceof SealError)
      return { refused: "The number's access token cannot be opened: connect WhatsApp again." };
    throw error;
  }
}
