import { Hono } from 'hono';
import { z } from 'zod';
import { holdsToken } from '../accounts.ts';
import type { Simulation } from '../simulation.ts';
import { GraphError, noSuchObject } from './errors.ts';
import type { GraphEnv } from './graph-faults.ts';
import { parseBody } from './validate.ts';

const TYPES = ['application/pdf', 'image/jpeg', 'image/jpg', 'image/png', 'video/mp4'] as const;

const Session = z.object({
  file_name: z.string().min(1),
  file_length: z.coerce.number().int().positive(),
  file_type: z.enum(TYPES),
});

/** Resumable uploads of an app: a session, then the bytes, then a handle. */
export function uploadRoutes({ accounts, uploads }: Simulation) {
  return new Hono<GraphEnv>()
    .post('/:id/uploads', c => {
      const appId = c.req.param('id');
      const isOwn = accounts.all().some(account => account.appId === appId && holdsToken(account, c.get('token')));
      if (!isOwn) throw noSuchObject('POST', appId);
      const { file_name: name, file_length: length, file_type: mimeType } = parseBody(Session, c.req.query());
      return c.json({ id: uploads.open({ appId, name, length, mimeType }) });
    })
    .post('/:id{upload:.+}', async c => {
      const id = `${c.req.param('id')}?sig=${c.req.query('sig') ?? ''}`;
      const session = uploads.session(id);
      const isOwn = accounts
        .all()
        .some(account => account.appId === session?.appId && holdsToken(account, c.get('token')));
      if (!session || !isOwn) throw noSuchObject('POST', c.req.param('id'));
      if (!/^OAuth /.test(c.req.header('authorization') ?? ''))
        throw new GraphError(100, 'The token of an upload goes into the header Authorization: OAuth.');
      if (c.req.header('file_offset') !== '0') throw new GraphError(100, 'The header file_offset must be 0.');
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      if (bytes.length !== session.length)
        throw new GraphError(100, `The session is for ${session.length} bytes; ${bytes.length} came.`);
      return c.json({ h: uploads.finish(id, bytes).handle });
    });
}

/** Where Meta shows the examples of templates to whoever has their address. */
export const exampleRoutes = ({ uploads }: Simulation) =>
  new Hono().get('/:handle', c => {
    const example = uploads.example(c.req.param('handle'));
    return example ? c.body(example.bytes, 200, { 'content-type': example.mimeType }) : c.body(null, 404);
  });
