import { z } from 'zod';
import { AdminSession, Agent } from '../../../contract/agent.ts';
import {
  AgentMessageInput,
  ConversationChange,
  ConversationDetail,
  ConversationList,
  ConversationListQuery,
  InboxCounts,
  ReadInput,
  TypingInput,
} from '../../../contract/conversation.ts';
import { Id } from '../../../contract/id.ts';
import { MessagePage, MessagePageQuery } from '../../../contract/message.ts';
import type { ProblemCode } from '../../../contract/problem.ts';
import {
  ConversationSnapshot,
  MessageAccepted,
  ShopperMessageInput,
  StreamQuery,
  VisitorCreated,
  VisitorInput,
  WhatsAppLink,
  WidgetConfig,
  WidgetQuery,
} from '../../../contract/storefront.ts';

/** One door of the API, as a developer reads it. Paths are written as the router writes them. */
export type Operation = {
  method: 'get' | 'post' | 'patch';
  path: string;
  tag: 'Storefront' | 'Dashboard' | 'Webhooks' | 'Operation';
  summary: string;
  description?: string;
  security?: 'visitor' | 'agent';
  params?: z.ZodType;
  query?: z.ZodType;
  headers?: { name: string; description: string }[];
  body?: z.ZodType;
  /** The answers that are not problems, by status. */
  answers: Record<number, { description: string; schema?: z.ZodType; type?: string }>;
  /** The problems of its own, besides those that any request may meet. */
  problems?: ProblemCode[];
};

const ById = z.object({ id: Id });
const NOTHING = { 204: { description: 'Done.' } };
const STREAM = {
  200: {
    description: 'Server-sent events: hello, then updates in order with their number as id; beat, typing, reset.',
    type: 'text/event-stream',
  },
};
const RESUME = [
  { name: 'Last-Event-ID', description: 'The number of the last update seen; what came after is replayed.' },
];
const Credentials = z.object({ email: z.string(), password: z.string() });

const storefront: Operation[] = [
  {
    method: 'get',
    path: '/v1/widget',
    tag: 'Storefront',
    summary: 'What the panel shows before anybody has written',
    query: WidgetQuery,
    answers: { 200: { description: 'Public; may be cached for a minute.', schema: WidgetConfig } },
    problems: ['not-found', 'too-many-requests'],
  },
  {
    method: 'post',
    path: '/v1/visitors',
    tag: 'Storefront',
    summary: 'Begin as a guest',
    description: "Called at the shopper's first act, never at page load. The token is shown this once.",
    body: VisitorInput,
    answers: { 201: { description: 'The token of this browser, and the empty thread.', schema: VisitorCreated } },
    problems: ['not-found', 'forbidden', 'too-many-requests'],
  },
  {
    method: 'get',
    path: '/v1/conversation',
    tag: 'Storefront',
    summary: 'The thread as it is now',
    security: 'visitor',
    answers: {
      200: {
        description: 'The newest messages, and the number up to which they are true.',
        schema: ConversationSnapshot,
      },
    },
    problems: ['too-many-requests'],
  },
  {
    method: 'get',
    path: '/v1/messages',
    tag: 'Storefront',
    summary: 'Earlier messages, page by page',
    security: 'visitor',
    query: MessagePageQuery,
    answers: { 200: { description: 'Oldest first.', schema: MessagePage } },
    problems: ['too-many-requests'],
  },
  {
    method: 'post',
    path: '/v1/messages',
    tag: 'Storefront',
    summary: 'Write a message',
    description: 'The same `clientId` again is the same message, however often it is sent.',
    security: 'visitor',
    body: ShopperMessageInput,
    answers: {
      201: { description: 'Kept.', schema: MessageAccepted },
      200: { description: 'It was here already.', schema: MessageAccepted },
    },
    problems: ['conflict', 'too-many-requests'],
  },
  {
    method: 'post',
    path: '/v1/read',
    tag: 'Storefront',
    summary: 'Say up to where the shopper has read',
    security: 'visitor',
    body: ReadInput,
    answers: NOTHING,
    problems: ['too-many-requests'],
  },
  {
    method: 'post',
    path: '/v1/typing',
    tag: 'Storefront',
    summary: 'Say that the shopper is writing, or has stopped',
    security: 'visitor',
    body: TypingInput,
    answers: NOTHING,
    problems: ['too-many-requests'],
  },
  {
    method: 'post',
    path: '/v1/whatsapp-link',
    tag: 'Storefront',
    summary: 'A link that goes on in WhatsApp',
    description: 'The prefilled text carries a signed reference; the first phone that sends it joins this thread.',
    security: 'visitor',
    answers: { 200: { description: 'Good until `expiresAt`.', schema: WhatsAppLink } },
    problems: ['channel-unavailable', 'too-many-requests'],
  },
  {
    method: 'get',
    path: '/v1/stream',
    tag: 'Storefront',
    summary: "The thread's updates, live",
    security: 'visitor',
    query: StreamQuery,
    headers: RESUME,
    answers: STREAM,
    problems: ['too-many-requests', 'unavailable'],
  },
];

const dashboard: Operation[] = [
  {
    method: 'post',
    path: '/admin/v1/auth/sign-in/email',
    tag: 'Dashboard',
    summary: 'Log in',
    body: Credentials,
    answers: { 200: { description: 'The session is in a cookie.' } },
    problems: ['unauthenticated', 'too-many-requests'],
  },
  {
    method: 'post',
    path: '/admin/v1/auth/sign-out',
    tag: 'Dashboard',
    summary: 'Log out',
    answers: { 200: { description: 'The session is over.' } },
  },
  {
    method: 'get',
    path: '/admin/v1/session',
    tag: 'Dashboard',
    summary: 'Who is logged in',
    security: 'agent',
    answers: { 200: { description: 'The agent and their merchant.', schema: AdminSession } },
  },
  {
    method: 'get',
    path: '/admin/v1/agents',
    tag: 'Dashboard',
    summary: 'The staff',
    security: 'agent',
    answers: { 200: { description: 'By name.', schema: z.object({ agents: z.array(Agent) }) } },
  },
  {
    method: 'get',
    path: '/admin/v1/conversations',
    tag: 'Dashboard',
    summary: 'The inbox, page by page',
    security: 'agent',
    query: ConversationListQuery,
    answers: { 200: { description: 'Newest first.', schema: ConversationList } },
  },
  {
    method: 'get',
    path: '/admin/v1/conversations/counts',
    tag: 'Dashboard',
    summary: "How many are in the inbox' lists",
    security: 'agent',
    answers: { 200: { description: 'Open conversations only.', schema: InboxCounts } },
  },
  {
    method: 'get',
    path: '/admin/v1/conversations/:id',
    tag: 'Dashboard',
    summary: 'One conversation and its customer',
    security: 'agent',
    params: ById,
    answers: { 200: { description: 'As it is now.', schema: ConversationDetail } },
    problems: ['not-found'],
  },
  {
    method: 'patch',
    path: '/admin/v1/conversations/:id',
    tag: 'Dashboard',
    summary: 'Assign, resolve or reopen',
    security: 'agent',
    params: ById,
    body: ConversationChange,
    answers: { 200: { description: 'As it is now.', schema: ConversationDetail } },
    problems: ['not-found', 'forbidden'],
  },
  {
    method: 'get',
    path: '/admin/v1/conversations/:id/messages',
    tag: 'Dashboard',
    summary: 'A thread, page by page',
    security: 'agent',
    params: ById,
    query: MessagePageQuery,
    answers: { 200: { description: 'Oldest first.', schema: MessagePage } },
    problems: ['not-found'],
  },
  {
    method: 'post',
    path: '/admin/v1/conversations/:id/messages',
    tag: 'Dashboard',
    summary: 'Answer',
    description: "Goes by the channel of the shopper's last message unless `channel` says otherwise.",
    security: 'agent',
    params: ById,
    body: AgentMessageInput,
    answers: {
      201: { description: 'Kept; by WhatsApp it is sent next.', schema: MessageAccepted },
      200: { description: 'It was here already.', schema: MessageAccepted },
    },
    problems: ['not-found', 'forbidden', 'conflict', 'service-window-closed', 'channel-unavailable'],
  },
  {
    method: 'post',
    path: '/admin/v1/conversations/:id/read',
    tag: 'Dashboard',
    summary: 'Say up to where the agents have read',
    security: 'agent',
    params: ById,
    body: ReadInput,
    answers: NOTHING,
    problems: ['not-found', 'forbidden'],
  },
  {
    method: 'post',
    path: '/admin/v1/conversations/:id/typing',
    tag: 'Dashboard',
    summary: 'Say that an agent is writing, or has stopped',
    security: 'agent',
    params: ById,
    body: TypingInput,
    answers: NOTHING,
    problems: ['not-found', 'forbidden'],
  },
  {
    method: 'get',
    path: '/admin/v1/stream',
    tag: 'Dashboard',
    summary: "All the merchant's updates, live",
    security: 'agent',
    headers: RESUME,
    answers: STREAM,
    problems: ['too-many-requests', 'unavailable'],
  },
];

const others: Operation[] = [
  {
    method: 'get',
    path: '/webhooks/whatsapp',
    tag: 'Webhooks',
    summary: "Meta's handshake",
    answers: { 200: { description: 'The challenge, as plain text.', type: 'text/plain' } },
    problems: ['forbidden'],
  },
  {
    method: 'post',
    path: '/webhooks/whatsapp',
    tag: 'Webhooks',
    summary: 'What WhatsApp tells us',
    headers: [{ name: 'X-Hub-Signature-256', description: 'HMAC-SHA256 of the raw body with the app secret.' }],
    answers: { 200: { description: 'Stored; worked on later.' } },
    problems: ['unauthenticated', 'too-large'],
  },
  {
    method: 'get',
    path: '/healthz',
    tag: 'Operation',
    summary: 'Alive',
    answers: { 200: { description: 'ok', type: 'text/plain' } },
  },
  {
    method: 'get',
    path: '/readyz',
    tag: 'Operation',
    summary: 'Fit to take requests',
    answers: { 200: { description: 'ok', type: 'text/plain' } },
    problems: ['unavailable'],
  },
  {
    method: 'get',
    path: '/metrics',
    tag: 'Operation',
    summary: 'Prometheus metrics',
    description: 'With the Bearer token of WOODEX_METRICS_TOKEN; where that is not set, from the same machine only.',
    answers: { 200: { description: "In Prometheus' text format.", type: 'text/plain' } },
    problems: ['not-found'],
  },
];

/** Every door, in the order in which one reads about them. */
export const OPERATIONS: readonly Operation[] = [...storefront, ...dashboard, ...others];
