import { SealError, type Sealer } from '../security/seal.ts';
import { type OutboundBody, outboundBody } from '../whatsapp/outbound-body.ts';
import type { ClaimedSend } from './claim-sends.ts';
import { openAccessToken } from './connect-whatsapp.ts';
import { type KeptFile, type NoRefs, outboundRefs, type RefTools } from './outbound-refs.ts';

/** What the request needs besides the recipient; or why there can be none. */
export type Prepared = ({ body: OutboundBody; accessToken: string; quotes?: string | undefined } & KeptFile) | NoRefs;

/** Makes ready what a claimed message needs before its attempt is written: its file is with Meta then. */
export async function prepareOutbound(
  tools: RefTools & { sealer: Sealer },
  send: ClaimedSend,
  now: Date,
): Promise<Prepared> {
  const accessToken = tokenOf(tools.sealer, send);
  if (!accessToken) return { refused: "The number's access token cannot be opened: connect WhatsApp again." };
  const { content } = send;
  const refs = await outboundRefs(tools, { ...send, accessToken }, now);
  if ('refused' in refs || 'failed' in refs) return refs;
  const body = outboundBody(content, refs);
  if (!body) return { refused: 'This cannot be sent by WhatsApp.' };
  // A reaction stands on its message; it cannot quote another one.
  const quotes = content.kind === 'reaction' ? null : send.quotes;
  return { body, accessToken, ...(quotes && { quotes }), ...(refs.keptFile && { keptFile: true }) };
}

function tokenOf(sealer: Sealer, { merchantId, number }: ClaimedSend): string | null {
  try {
    return openAccessToken(sealer, merchantId, number);
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}
