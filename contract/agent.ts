import { z } from 'zod';

export const AgentRef = z.object({ id: z.uuid(), name: z.string() });
export type AgentRef = z.infer<typeof AgentRef>;

export const Agent = AgentRef.extend({ email: z.string(), role: z.enum(['owner', 'agent']) });
export type Agent = z.infer<typeof Agent>;

/** Who is logged in to the dashboard, and for which merchant. */
export const AdminSession = z.object({
  agent: Agent,
  merchant: z.object({ id: z.uuid(), name: z.string(), publicKey: z.string() }),
});
export type AdminSession = z.infer<typeof AdminSession>;
