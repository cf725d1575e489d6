import { Hono } from 'hono';
import { z } from 'zod';
import { Id } from '../../../contract/id.ts';
import { MAX_UPLOAD, type MediaLink, type MediaUploaded, UploadQuery } from '../../../contract/media.ts';
import { hasMedia } from '../../services/open-media.ts';
import { notFound } from '../../services/refusal.ts';
import { takeUpload } from '../../services/take-upload.ts';
import { contextOf, type Deps } from '../deps.ts';
import type { AgentEnv } from '../env.ts';
import { mediaUrl } from '../media-links.ts';
import { bodyOf } from '../raw-body.ts';
import { param, query } from '../validate.ts';

/** Files that agents send. The body is the file itself. */
export const mediaRoutes = (deps: Deps) =>
  new Hono<AgentEnv>()
    .post('/', query(UploadQuery), async c => {
      const { merchantId, agent } = c.var;
      const { filename } = c.req.valid('query');
      const by = { source: 'agent', id: agent.id } as const;
      const upload = { bytes: bodyOf(c, MAX_UPLOAD), filename, by, limit: MAX_UPLOAD };
      const tools = { store: deps.mediaStore, folder: deps.mediaFolder };
      const taken = await takeUpload(contextOf(deps), tools, merchantId, upload);
      return c.json({ ...taken, url: mediaUrl(deps, merchantId, taken.id) } satisfies MediaUploaded, 201);
    })
    .get('/:id', param(z.object({ id: Id })), async c => {
      const { merchantId } = c.var;
      const { id } = c.req.valid('param');
      if (!(await hasMedia(deps, merchantId, id))) throw notFound('file');
      return c.json({ url: mediaUrl(deps, merchantId, id) } satisfies MediaLink);
    });
