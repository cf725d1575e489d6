import { startStore } from './server.ts';

const { WOODEX_STORE_PORT, WOODEX_BFF_URL, WOODEX_KEY, WOODEX_SIMULATOR_URL, WOODEX_API_KEY, WOODEX_IDENTITY_KEY } =
  process.env;
const crmUrl = WOODEX_BFF_URL ?? 'http://127.0.0.1:8787';
const port = Number(WOODEX_STORE_PORT ?? 8788);

try {
  const store = await startStore({
    port,
    scriptUrl: new URL('/sdk/woodex.js', crmUrl).href,
    key: WOODEX_KEY,
    simulatorUrl: WOODEX_SIMULATOR_URL,
    crm: WOODEX_API_KEY ? { url: crmUrl, apiKey: WOODEX_API_KEY } : undefined,
    identityKey: WOODEX_IDENTITY_KEY,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void store.close());
  console.log(`Demo store: ${store.url}${WOODEX_KEY ? '' : ' (without WOODEX_KEY: no chat on the pages)'}`);
} catch (error) {
  console.error(`Demo store: ${explain(error)}`);
  process.exitCode = 1;
}

function explain(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `port ${port} is taken. Stop what uses it, or set WOODEX_STORE_PORT to another.`;
  if (code === 'EACCES') return `port ${port} is not allowed for this user. Set WOODEX_STORE_PORT to one above 1023.`;
  if (code === 'ERR_SOCKET_BAD_PORT')
    return `WOODEX_STORE_PORT is "${WOODEX_STORE_PORT}". Set it to a number from 0 to 65535.`;
  if (code === 'ERR_INVALID_URL')
    return `WOODEX_BFF_URL is "${WOODEX_BFF_URL}". Set it to an address like http://127.0.0.1:8787.`;
  return error instanceof Error ? error.message : String(error);
}
