import { Agent, request } from 'node:http';

export type Api = {
  /** Sends JSON on a connection that is kept. @throws Error for anything but 2xx */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<unknown>;
  get(path: string, headers?: Record<string, string>): Promise<unknown>;
  close(): void;
};

/** A plain client of a server that speaks JSON. */
export function createApi(baseUrl: string): Api {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });

  const send = (
    method: string,
    path: string,
    body: string | undefined,
    headers: Record<string, string>,
  ): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const outgoing = request(`${baseUrl}${path}`, {
        method,
        agent,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      });
      // The server may close a kept connection just as it is used again; browsers then ask once more, too.
      const onError = (error: Error) =>
        outgoing.reusedSocket && 'code' in error && error.code === 'ECONNRESET'
          ? resolve(send(method, path, body, headers))
          : reject(error);
      outgoing.on('error', onError).on('response', async response => {
        try {
          const text = (await response.toArray()).join('');
          const { statusCode = 0 } = response;
          if (statusCode < 200 || statusCode > 299) throw new Error(`${method} ${path}: ${statusCode} ${text}`);
          resolve(text === '' ? undefined : JSON.parse(text));
        } catch (error) {
          reject(error);
        }
      });
      outgoing.end(body);
    });

  return {
    post: (path, body, headers = {}) => send('POST', path, JSON.stringify(body), headers),
    get: (path, headers = {}) => send('GET', path, undefined, headers),
    close: () => agent.destroy(),
  };
}
