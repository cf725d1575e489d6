import type { MediaLink, MediaUploaded } from '../../contract/media.ts';
import type { MessagePage } from '../../contract/message.ts';
import type {
  ConversationSnapshot,
  MessageAccepted,
  ShopperMessageInput,
  VisitorCreated,
  WhatsAppLink,
  WidgetConfig,
} from '../../contract/storefront.ts';
import { retryAfterDelay } from '../stream/backoff.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A hanging server is a dead one after that many milliseconds. */
const TIMEOUT = 15_000;
/** A file on a slow line takes its time. */
const FILE_TIMEOUT = 300_000;

/** `status` 0: no answer, or one that makes no sense. `retryAfter`: milliseconds the server asked for. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfter: number;

  constructor(status: number, code = '', retryAfter = 0) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** False when the same request would be refused again. */
  get isPassing() {
    return this.status < 400 || this.status >= 500 || [408, 425, 429].includes(this.status);
  }
}

export type Api = ReturnType<typeof createApi>;

/** Typed calls to `/v1`. Each rejects with an {@link ApiError} only. */
export function createApi(base: string, key: string, fetch: Fetch) {
  async function call<T>(path: string, shape: (answer: T) => unknown, token?: string, body?: object): Promise<T> {
    let response: Response;
    let answer: unknown;
    const isFile = body instanceof Blob;
    try {
      response = await fetch(base + path, {
        method: body ? 'POST' : 'GET',
        headers: {
          ...(body && !isFile && { 'content-type': 'application/json' }),
          ...(token && { authorization: `Bearer ${token}` }),
        },
        body: isFile ? body : body && JSON.stringify(body),
        credentials: 'omit',
        // A message on its way when the shopper leaves the page still gets there.
        keepalive: !!body && !isFile,
        signal: AbortSignal.timeout(isFile ? FILE_TIMEOUT : TIMEOUT),
      });
      answer = response.status === 204 ? {} : await response.json();
    } catch {
      throw new ApiError(0);
    }
    if (!response.ok) {
      const wait = retryAfterDelay(response.headers.get('retry-after'), Date.now());
      throw new ApiError(response.status, (answer as { code?: string } | null)?.code, wait);
    }
    if (!isObject(answer) || !shape(answer as T)) throw new ApiError(0, 'garbage');
    return answer as T;
  }

  return {
    widget: () => call<WidgetConfig>(`/v1/widget?key=${encodeURIComponent(key)}`, it => isObject(it.merchant)),
    /** `visitor`: the token that this browser tells its journey with, if it does. */
    createVisitor: (visitor?: string) =>
      call<VisitorCreated>('/v1/visitors', it => it.token && isSnapshot(it.snapshot), undefined, { key, visitor }),
    conversation: (token: string) => call<ConversationSnapshot>('/v1/conversation', isSnapshot, token),
    messages: (token: string, before: number) =>
      call<MessagePage>(`/v1/messages?before=${before}`, it => Array.isArray(it.messages), token),
    send: (token: string, message: ShopperMessageInput) =>
      call<MessageAccepted>('/v1/messages', it => isObject(it.message), token, message),
    upload: (token: string, file: Blob, name: string) =>
      call<MediaUploaded>(`/v1/media?filename=${encodeURIComponent(name.slice(-200))}`, it => it.id, token, file),
    mediaLink: (token: string, id: string) => call<MediaLink>(`/v1/media/${id}`, it => it.url, token),
    read: (token: string, upTo: number) => call('/v1/read', isObject, token, { upTo }),
    typing: (token: string, typing: boolean) => call('/v1/typing', isObject, token, { typing }),
    whatsappLink: (token: string) => call<WhatsAppLink>('/v1/whatsapp-link', it => /^https?:/.test(it.url), token, {}),
    streamUrl: (conversation: string) => `${base}/v1/stream?conversation=${encodeURIComponent(conversation)}`,
  };
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

/** Enough of its shape to be drawn without harm. */
export const isSnapshot = (it: ConversationSnapshot) =>
  isObject(it) && typeof it.conversation === 'string' && Number.isInteger(it.seq) && Array.isArray(it.messages);
