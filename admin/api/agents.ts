import type { Agent } from '../../contract/agent.ts';
import type { ApiClient } from './client.ts';

/** Everybody a conversation can be assigned to. */
export const listAgents = async (api: ApiClient, signal?: AbortSignal) =>
  (await api<{ agents: Agent[] }>('agents', { signal })).agents;
