import type { AdminSession } from '../../contract/agent.ts';
import type { ApiClient } from './client.ts';

/** 401 when nobody is logged in. */
export const getSession = (api: ApiClient, signal?: AbortSignal) => api<AdminSession>('session', { signal });

/** 401 when e-mail or password are wrong; the cookie is set on success. */
export const signIn = (api: ApiClient, email: string, password: string) =>
  api<unknown>('auth/sign-in/email', { method: 'POST', body: { email, password } });

export const signOut = (api: ApiClient) => api<unknown>('auth/sign-out', { method: 'POST', body: {} });
