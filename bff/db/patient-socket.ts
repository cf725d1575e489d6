import { Socket } from 'node:net';

/** How long after it was refused a connection is taken for closed, in ms. */
const PAUSE = 500;
const ERROR_RESPONSE = 'E'.charCodeAt(0);

/**
 * A way to the server that closes late when the first thing the server says is an error: it is just starting, or has no room.
 * postgres.js asks again at once for each connection that had a statement under way before it was lost (porsager/postgres#1193); a
 * whole pool of them asked hundreds of times a second, and refusing each cost the server what it needed to start.
 */
export class PatientSocket extends Socket {
  #isRefused: boolean | undefined;

  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    if (Buffer.isBuffer(chunk)) this.#isRefused ??= chunk[0] === ERROR_RESPONSE;
    return super.push(chunk, encoding);
  }

  override emit(event: string | symbol, ...told: unknown[]): boolean {
    const tell = () => super.emit(event as string, ...told);
    if (event !== 'close' || !this.#isRefused) return tell();
    setTimeout(tell, PAUSE);
    return true;
  }
}

type Place = { host: string[]; port: number[]; path?: string | undefined; ssl: unknown };

/**
 * What postgres.js shall make its connections with. Where there is more to it than one host and port (several hosts, a socket file, TLS)
 * its own way stays.
 */
export function patientlyTo({ host, port, path, ssl }: Place): (() => Socket) | undefined {
  if (host.length !== 1 || path || ssl) return undefined;
  return () => new PatientSocket().connect(port[0]!, host[0]!);
}
