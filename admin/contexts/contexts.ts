import { createContext } from '@lit/context';
import type { AdminSession, Agent } from '../../contract/agent.ts';
import type { ApiClient } from '../api/client.ts';
import type { Live } from './live.ts';
import type { OutboxStore } from './outbox.ts';
import type { Router } from './router.ts';
import type { WhatsAppStore } from './whatsapp.ts';

/** Asks the server. */
export const apiContext = createContext<ApiClient>(Symbol('api'));
/** Who is logged in, for which merchant. */
export const sessionContext = createContext<AdminSession>(Symbol('session'));
/** Where we are: the URL is the state. */
export const routerContext = createContext<Router>(Symbol('router'));
/** What the server tells as it happens. */
export const liveContext = createContext<Live>(Symbol('live'));
/** Messages on their way to the server. */
export const outboxContext = createContext<OutboxStore>(Symbol('outbox'));
/** Everybody a conversation can be assigned to; empty until it is known. */
export const agentsContext = createContext<readonly Agent[]>(Symbol('agents'));
/** The merchant's WhatsApp: apps, numbers, and how they are. */
export const whatsappContext = createContext<WhatsAppStore>(Symbol('whatsapp'));
