import type { Agent } from '../../contract/agent.ts';
import type { Visitor } from '../db/visitors.ts';

/** What the middleware puts into a request's context. */
export type Env = { Variables: { requestId: string } };

/** Behind the visitor's token. */
export type VisitorEnv = { Variables: { requestId: string; merchantId: string; visitor: Visitor } };

/** Behind an agent's session. */
export type AgentEnv = { Variables: { requestId: string; merchantId: string; agent: Agent; sessionId: string } };
