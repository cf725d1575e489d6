import {
  type Ambiguous,
  type GraphSettings,
  graphGet,
  graphUpload,
  type Refused,
  type Unreachable,
} from './graph-request.ts';
import { idOf, numberOf, textOf } from './json.ts';

type Failure = Refused | Ambiguous | Unreachable;

/** Where Meta hands a file out, for five minutes. */
export type MediaAddress = {
  kind: 'found';
  url: string;
  /** Bytes, as Meta says. */
  size?: number | undefined;
  sha256?: string | undefined;
};

/** `expired`: ask for a new address. `foreign`: the address is not Meta's, and nobody asked there. */
export type MediaBytes =
  | { kind: 'open'; bytes: ReadableStream<Uint8Array>; size: number | null }
  | { kind: 'expired' }
  | { kind: 'foreign' }
  | { kind: 'failed'; reason: string };

type Caller = { phoneNumberId: string; accessToken: string };

/** Meta's files (Cloud API, "Media"). It never throws and never logs; no answer contains the token. */
export type MediaApi = {
  locate(request: Caller & { metaId: string }): Promise<MediaAddress | Failure>;
  /** The token goes to Meta's own hosts only. Redirects are not followed. */
  download(address: { url: string; accessToken: string; signal: AbortSignal }): Promise<MediaBytes>;
  /** Meta keeps it for 30 days, for this number. */
  upload(
    request: Caller & { file: Blob; filename: string; mimeType: string },
  ): Promise<{ kind: 'uploaded'; metaId: string } | Failure>;
};

const UPLOADED_WITHIN = 120_000;

export function mediaApi(settings: GraphSettings): MediaApi {
  const send = settings.fetch ?? fetch;
  return {
    async locate({ phoneNumberId, accessToken, metaId }) {
      const path = `${encodeURIComponent(metaId)}?phone_number_id=${encodeURIComponent(phoneNumberId)}`;
      const answer = await graphGet(settings, { path, accessToken });
      if (answer.kind !== 'answered') return answer;
      const { url, file_size: size, sha256 } = answer.body;
      const address = textOf(url);
      if (!address) return { kind: 'ambiguous', reason: 'an answer without an address' };
      return { kind: 'found', url: address, size: numberOf(size), sha256: textOf(sha256) };
    },

    async download({ url, accessToken, signal }) {
      if (!isMetaAddress(url, settings.baseUrl)) return { kind: 'foreign' };
      try {
        const headers = { authorization: `Bearer ${accessToken}` };
        const response = await send(url, { headers, redirect: 'manual', signal });
        if (response.status === 200 && response.body) {
          return { kind: 'open', bytes: response.body, size: numberOf(response.headers.get('content-length')) ?? null };
        }
        await response.body?.cancel();
        return response.status === 404 || response.status === 410
          ? { kind: 'expired' }
          : { kind: 'failed', reason: `HTTP ${response.status}` };
      } catch (error) {
        return { kind: 'failed', reason: error instanceof Error ? error.name : 'no connection' };
      }
    },

    async upload({ phoneNumberId, accessToken, file, filename, mimeType }) {
      const form = new FormData();
      form.set('messaging_product', 'whatsapp');
      form.set('type', mimeType);
      form.set('file', file.slice(0, file.size, mimeType), filename);
      const path = `${encodeURIComponent(phoneNumberId)}/media`;
      const answer = await graphUpload({ ...settings, timeoutMs: UPLOADED_WITHIN }, { path, accessToken, form });
      if (answer.kind !== 'answered') return answer;
      const metaId = idOf(answer.body.id);
      return metaId ? { kind: 'uploaded', metaId } : { kind: 'ambiguous', reason: 'an answer without a media id' };
    },
  };
}

const META_HOSTS = /(^|\.)(facebook\.com|fbsbx\.com|fbcdn\.net|whatsapp\.net)$/;

/** Is it an address that Meta hands files out under, or one of whatever stands in for Meta? */
export function isMetaAddress(address: string, baseUrl: string): boolean {
  const url = URL.parse(address);
  if (!url || url.username || url.password) return false;
  if (url.origin === new URL(baseUrl).origin) return true;
  return url.protocol === 'https:' && url.port === '' && META_HOSTS.test(url.hostname);
}
