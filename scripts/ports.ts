import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';

/** Why nothing can listen on `port`, in one line that names `variable`; undefined if it is free. */
export async function portProblem(port: number, variable: string): Promise<string | undefined> {
  for (const host of ['127.0.0.1', undefined]) {
    const code = await tryListening(port, host);
    if (code === 'EADDRINUSE') {
      return `Port ${port} is taken${await holderOf(port)}: stop that, or choose another port with ${variable}=…`;
    }
    if (code) return `Port ${port} cannot be opened (${code}): choose another port with ${variable}=…`;
  }
  return undefined;
}

async function tryListening(port: number, host: string | undefined): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ port, host, exclusive: true });
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

/** ` by process 123 (node main.js)`, as far as Linux lets us see, else nothing. */
async function holderOf(port: number): Promise<string> {
  const inodes = new Set(
    (await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(file => listening(file, port)))).flat(),
  );
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid)) continue;
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '');
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode && inodes.has(inode)) {
        const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim();
        return ` by process ${pid} (${command.length > 60 ? `${command.slice(0, 60)}…` : command})`;
      }
    }
  }
  return '';
}

/** The socket inodes that listen on `port` (columns: local address:port in hex, state 0A, …, inode). */
async function listening(file: string, port: number): Promise<string[]> {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').map(line => line.trim().split(/\s+/));
  return lines.filter(columns => columns[1]?.endsWith(`:${hex}`) && columns[3] === '0A').map(columns => columns[9]!);
}
