import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One kept connection that posts JSON, one request at a time. */
export type Line = {
  /** @throws Error for anything but 2xx, and when the connection ends */
  post(body: string): Promise<void>;
  close(): void;
};

/**
 * Opens a line to one route. Load that shares the machine with what it measures falls on both; this costs it a tenth of an HTTP client:
 * the request is written as it stands, and of the answer no more is read than its status and where it ends.
 */
export async function openLine(baseUrl: string, path: string): Promise<Line> {
  const { hostname, port, host } = new URL(baseUrl);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  const head = `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: `;
  return {
    post(body) {
      socket.write(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
      return answerOf(socket);
    },
    close: () => socket.destroy(),
  };
}

function answerOf(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const settle = (error?: Error) => {
      socket.off('data', onData).off('error', settle).off('close', onClose);
      if (error) reject(error);
      else resolve();
    };
    const onClose = () => settle(new Error('The server closed the connection.'));
    const onData = (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end));
      if (!length) return settle(new Error(`An answer without its length: ${text}`));
      if (text.length < end + 4 + Number(length[1])) return;
      settle(/^HTTP\/1\.1 2/.test(text) ? undefined : new Error(text));
    };
    socket.on('data', onData).on('error', settle).on('close', onClose);
  });
}
