import { type Explained, explainError, isAmbiguousError, isTemplateCode } from './error-classes.ts';
import { errorCodeOf, type JsonObject, objectOf, textOf } from './json.ts';
import { lastLook, NotWritten } from './last-look.ts';

/** Meta answered, and the answer is no. `title` and `details` are Meta's own words. */
export type Refused = Explained & {
  kind: 'refused';
  httpStatus: number;
  code: number | null;
  title: string;
  details: string;
};

/** Nobody can tell whether Meta took it. Do not simply try again: wait for a webhook that tells. */
export type Ambiguous = { kind: 'ambiguous'; reason: string };

/** Nothing was written: trying again is safe. */
export type Unreachable = { kind: 'unreachable'; reason: string };

export type GraphAnswer = { kind: 'answered'; body: JsonObject } | Refused | Ambiguous | Unreachable;

export type GraphSettings = {
  /** e.g. `https://graph.facebook.com` */
  baseUrl: string;
  /** e.g. `v25.0` */
  version: string;
  /** From the first byte to the last one of the answer, in milliseconds. */
  timeoutMs: number;
  fetch?: typeof fetch;
};

type Call = {
  path: string;
  accessToken: string;
  query?: Record<string, string>;
  /** What else may be in no answer, besides the token. */
  secrets?: readonly string[];
};

/**
 * One POST to the Graph API. Never throws; neither its answers nor its reasons contain the token.
 * @param mayWrite asked when the connection stands, before the first byte; no: `unreachable`
 */
export const graphPost = (
  settings: GraphSettings,
  { body, mayWrite, ...call }: Call & { body: unknown; mayWrite?: (() => boolean) | undefined },
): Promise<GraphAnswer> => graphCall(settings, 'POST', call, JSON.stringify(body), mayWrite);

/** One GET; what it does not answer can simply be asked again. As {@link graphPost} else. */
export const graphGet = (settings: GraphSettings, call: Call): Promise<GraphAnswer> => graphCall(settings, 'GET', call);

/** One DELETE. As {@link graphPost} else. */
export const graphDelete = (settings: GraphSettings, call: Call): Promise<GraphAnswer> =>
  graphCall(settings, 'DELETE', call);

/** One POST of a form with a file. As {@link graphPost} else. */
export const graphUpload = (
  settings: GraphSettings,
  { form, ...call }: Call & { form: FormData },
): Promise<GraphAnswer> => graphCall(settings, 'POST', call, form);

/** One POST of a file as it is, to an upload session: there Meta wants the token by another scheme. As {@link graphPost} else. */
export const graphPutFile = (settings: GraphSettings, { file, ...call }: Call & { file: Blob }): Promise<GraphAnswer> =>
  graphCall(settings, 'POST', call, file);

async function graphCall(
  settings: GraphSettings,
  method: 'GET' | 'POST' | 'DELETE',
  { path, accessToken, query, secrets = [] }: Call,
  body?: string | FormData | Blob,
  mayWrite?: () => boolean,
): Promise<GraphAnswer> {
  if (!/^[\x21-\x7e]+$/.test(accessToken)) return UNUSABLE_TOKEN;
  const request = {
    method,
    headers: {
      authorization: `${body instanceof Blob ? 'OAuth' : 'Bearer'} ${accessToken}`,
      ...(typeof body === 'string' && headersOf(body)),
      ...(body instanceof Blob && { file_offset: '0' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' && mayWrite ? lastLook(body, mayWrite) : body }),
    ...(mayWrite && { duplex: 'half' as const }),
    redirect: 'manual' as const,
    signal: AbortSignal.timeout(settings.timeoutMs),
  };
  const url = `${settings.baseUrl}/${settings.version}/${path}${query ? `?${new URLSearchParams(query)}` : ''}`;
  try {
    const response = await (settings.fetch ?? fetch)(url, request);
    // Meta repeats a malformed token in its message.
    const scrub = (text: string) =>
      [accessToken, ...secrets].reduce((clean, secret) => clean.replaceAll(secret, '[token]'), text);
    return answerOf(response.status, await response.text(), scrub);
  } catch (error) {
    return failureOf(error);
  }
}

const headersOf = (json: string) => ({
  'content-type': 'application/json',
  'content-length': String(Buffer.byteLength(json)),
});

type Scrub = (text: string) => string;

const UNUSABLE_TOKEN: Refused = {
  kind: 'refused',
  httpStatus: 0,
  code: null,
  title: 'The access token cannot be sent',
  details: 'It is empty or has characters that no token has.',
  ...explainError(190, 401),
};

function answerOf(httpStatus: number, text: string, scrub: Scrub): GraphAnswer {
  const body = parsed(text);
  const error = objectOf(body?.error);
  if (error) return refusal(httpStatus, error, scrub);
  if (body && httpStatus >= 200 && httpStatus < 300) return { kind: 'answered', body };
  // Meta always answers in JSON. Something between us and Meta spoke, and knows nothing of what Meta did.
  return { kind: 'ambiguous', reason: `HTTP ${httpStatus} with an answer that is not Meta's` };
}

function refusal(httpStatus: number, error: JsonObject, scrub: Scrub): Refused | Ambiguous {
  const code = errorCodeOf(error.code);
  const title = scrub(textOf(error.message) ?? 'Unknown error');
  if (isAmbiguousError(code, httpStatus)) return { kind: 'ambiguous', reason: `HTTP ${httpStatus}: ${title}` };
  const details = scrub(textOf(objectOf(error.error_data)?.details) ?? textOf(error.error_user_msg) ?? '');
  // Of what is wrong with a template only the subcode tells.
  const subcode = errorCodeOf(error.error_subcode);
  const telling = subcode !== null && isTemplateCode(subcode) ? subcode : code;
  return { kind: 'refused', httpStatus, code: telling, title, details, ...explainError(telling, httpStatus) };
}

function parsed(text: string): JsonObject | undefined {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Faults that come before a request is written. */
const BEFORE_WRITING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ERR_INVALID_URL',
  'UND_ERR_CONNECT_TIMEOUT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function failureOf(error: unknown): Ambiguous | Unreachable {
  if (error instanceof Error && error.name === 'TimeoutError')
    return { kind: 'ambiguous', reason: 'no answer in time' };
  if (error instanceof Error && error.cause instanceof NotWritten)
    return { kind: 'unreachable', reason: 'too late to be written' };
  const cause = objectOf(objectOf(error)?.cause);
  const code = textOf(cause?.code) ?? 'unknown';
  // Several addresses of one host were tried, and none of them took the connection.
  const allRefused = Array.isArray(cause?.errors);
  return BEFORE_WRITING.has(code) || allRefused || cause?.syscall === 'connect' || code.includes('CERT')
    ? { kind: 'unreachable', reason: `no connection (${code})` }
    : { kind: 'ambiguous', reason: `connection lost (${code})` };
}
