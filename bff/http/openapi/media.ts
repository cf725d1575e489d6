import { z } from 'zod';
import { Id } from '../../../contract/id.ts';
import { MediaLink, MediaUploaded, UploadQuery } from '../../../contract/media.ts';
import type { Operation } from './operation.ts';

const ById = z.object({ id: Id });

/** Files of messages. */
export const media: Operation[] = [
  {
    method: 'post',
    path: '/v1/media',
    tag: 'Storefront',
    summary: 'Bring a file to send',
    description:
      'The body is the file itself, at most 16 MB; what it is, its bytes say. Send it by POST /v1/messages with its id. What is not sent within a day is erased.',
    security: 'visitor',
    query: UploadQuery,
    answers: { 201: { description: 'It is here, and can be sent.', schema: MediaUploaded } },
    problems: ['forbidden', 'too-large', 'too-many-requests'],
  },
  {
    method: 'get',
    path: '/v1/media/:id',
    tag: 'Storefront',
    summary: 'A fresh link to a file of the thread',
    security: 'visitor',
    params: ById,
    answers: { 200: { description: 'It works for half an hour at least.', schema: MediaLink } },
    problems: ['not-found', 'too-many-requests'],
  },
  {
    method: 'post',
    path: '/admin/v1/media',
    tag: 'Dashboard',
    summary: 'Bring a file to send',
    description:
      "The body is the file itself, at most 100 MB; each kind has WhatsApp's limit when it is sent. Send it with its id. What is not sent within a day is erased.",
    security: 'agent',
    query: UploadQuery,
    answers: { 201: { description: 'It is here, and can be sent.', schema: MediaUploaded } },
    problems: ['too-large'],
  },
  {
    method: 'get',
    path: '/admin/v1/media/:id',
    tag: 'Dashboard',
    summary: 'A fresh link to a file',
    security: 'agent',
    params: ById,
    answers: { 200: { description: 'It works for half an hour at least.', schema: MediaLink } },
    problems: ['not-found'],
  },
  {
    method: 'get',
    path: '/media/:token',
    tag: 'Operation',
    summary: "A message's file, by its signed link",
    description:
      'Links come in messages and work for half an hour to an hour. No login, no cookie. Pictures, sounds and films may be shown in place, everything else is handed out as a file to save; nothing of it can run. Ranges are answered.',
    params: z.object({ token: z.string() }),
    answers: {
      200: { description: 'The file.', type: 'application/octet-stream' },
      206: { description: 'A part of it.', type: 'application/octet-stream' },
      304: { description: 'The same as before.' },
      416: { description: 'The file ends before that.' },
    },
    problems: ['not-found'],
  },
];
