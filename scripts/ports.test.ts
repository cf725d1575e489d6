import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, it } from 'node:test';
import { portProblem } from './ports.ts';

describe('portProblem', () => {
  for (const host of ['127.0.0.1', undefined]) {
    it(`names a port taken on ${host ?? 'every address'}, its variable and its holder, and nothing once it is free`, async () => {
      const server = createServer().listen({ port: 0, host });
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const problem = await portProblem(port, 'WOODEX_PORT');
      server.close();
      await once(server, 'close');
      assert.match(problem ?? '', new RegExp(`^Port ${port} is taken.*WOODEX_PORT=`));
      if (process.platform === 'linux') assert.match(problem ?? '', new RegExp(`by process ${process.pid} \\(`));
      assert.equal(await portProblem(port, 'WOODEX_PORT'), undefined);
    });
  }
});
