import type { z } from 'zod';
import type { ProblemCode } from '../../../contract/problem.ts';

/** One door of the API, as a developer reads it. Paths are written as the router writes them. */
export type Operation = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  tag: 'Storefront' | 'Dashboard' | 'Commerce' | 'Webhooks' | 'Operation';
  summary: string;
  description?: string;
  security?: 'visitor' | 'agent' | 'apiKey';
  params?: z.ZodType;
  query?: z.ZodType;
  headers?: { name: string; description: string }[];
  body?: z.ZodType;
  /** The answers that are not problems, by status. */
  answers: Record<number, { description: string; schema?: z.ZodType; type?: string }>;
  /** The problems of its own, besides those that any request may meet. */
  problems?: ProblemCode[];
};

/** What several doors answer alike. */
export const NOTHING = { 204: { description: 'Done.' } };
export const STREAM = {
  200: {
    description: 'Server-sent events: hello, then updates in order with their number as id; beat, typing, reset.',
    type: 'text/event-stream',
  },
};
export const RESUME = [
  { name: 'Last-Event-ID', description: 'The number of the last update seen; what came after is replayed.' },
];
