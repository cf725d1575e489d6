import type { Problem } from '../../contract/problem.ts';

/** The server answered, and said no. */
export class ProblemError extends Error {
  readonly status: number;
  readonly problem: Problem | null;
  /** Seconds to wait before asking again, from Retry-After. */
  readonly retryAfter: number | null;

  constructor(status: number, problem: Problem | null, retryAfter: number | null) {
    super(problem?.detail ?? problem?.title ?? `The server answered ${status}.`);
    this.name = 'ProblemError';
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** No answer: the network is down, the server is, or it took longer than 20 seconds. */
export class NoAnswerError extends Error {
  constructor(cause: unknown) {
    super('The server cannot be reached.', { cause });
    this.name = 'NoAnswerError';
  }
}

export type RequestOptions = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
  /** Sent as it is, in place of a body. */
  file?: Blob;
  signal?: AbortSignal;
};

/** Asks the admin API. `path` is below `/admin/v1/`. Throws {@link ProblemError}, {@link NoAnswerError}, or the signal's reason. */
export type ApiClient = <T>(path: string, options?: RequestOptions) => Promise<T>;

const PATIENCE = 20_000;
/** A large file on a slow line. */
const PATIENCE_WITH_FILE = 15 * 60_000;

/** `onSignedOut` is told of every 401 to anything but the sign-in itself; `onTime` what the server says that it is (ms since 1970). */
export function createClient(
  fetch: typeof globalThis.fetch,
  onSignedOut: () => void,
  onTime: (at: number) => void = () => {},
): ApiClient {
  return async <T>(
    path: string,
    { method = 'GET', query = {}, body, headers = {}, file, signal }: RequestOptions = {},
  ): Promise<T> => {
    const timeout = AbortSignal.timeout(file ? PATIENCE_WITH_FILE : PATIENCE);
    let response: Response;
    let json: unknown;
    try {
      response = await fetch(`/admin/v1/${path}${search(query)}`, {
        method,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        body: file ?? (body === undefined ? undefined : JSON.stringify(body)),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      json = await readJson(response);
    } catch (error) {
      signal?.throwIfAborted();
      throw new NoAnswerError(error);
    }
    const at = Date.parse(response.headers.get('date') ?? '');
    if (Number.isFinite(at)) onTime(at);
    if (response.ok) return json as T;
    if (response.status === 401 && !path.startsWith('auth/')) onSignedOut();
    throw new ProblemError(response.status, isProblem(json) ? json : null, retryAfter(response));
  };
}

function search(query: NonNullable<RequestOptions['query']>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  }
  return params.size > 0 ? `?${params}` : '';
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's error page is not ours to understand; the status says enough. A success must be JSON.
    if (response.ok) throw new TypeError('The answer is not JSON.');
    return null;
  }
}

const isProblem = (json: unknown): json is Problem =>
  typeof json === 'object' && json !== null && 'code' in json && 'title' in json;

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : null;
}
