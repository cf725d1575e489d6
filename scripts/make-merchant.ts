import { randomUUIDv7 } from 'node:crypto';
import { parseArgs } from 'node:util';
import { makeLog } from '../bff/boot/log.ts';
import { startServer } from '../bff/boot/server.ts';
import { BadSettings, readSettings } from '../bff/boot/settings.ts';
import { SetupError } from '../bff/db/setup-error.ts';
import { createLogin } from '../bff/http/auth.ts';
import { contextOf } from '../bff/http/deps.ts';
import { publicKeyOf } from '../bff/security/public-key.ts';
import { addAgent, ensureMerchant } from '../bff/services/create-merchant.ts';

const USAGE = `Makes a merchant and its first owner.

  AGENT_PASSWORD=… npm run merchant -- --shop "Oak & Ash" --name "Ada Wood" --email ada@shop.example.com --origin https://shop.example.com

  --shop      the shop's name
  --name      the owner's name
  --email     what the owner logs in with; the password is in AGENT_PASSWORD (10 characters or more)
  --origin    an origin of the shop's pages; may be given several times
  --greeting  what the chat says first`;

const OPTIONS = {
  shop: { type: 'string' },
  name: { type: 'string' },
  email: { type: 'string' },
  origin: { type: 'string', multiple: true, default: [] as string[] },
  greeting: { type: 'string', default: 'Hello! How can we help?' },
} as const;

try {
  const { shop, name, email, origin, greeting } = read();
  const password = process.env.AGENT_PASSWORD ?? '';
  if (!shop || !name || !email || password.length < 10) throw new SetupError(USAGE);
  const settings = readSettings({ ...process.env, WOODEX_PORT: '0', WOODEX_PUBLIC_URL: publicUrl() });
  const server = await startServer(settings, { now: () => new Date() }, makeLog('warn'));
  const { deps } = server;
  const context = contextOf(deps);
  const userId = await createLogin(deps.auth, { name, email, password });
  const id = randomUUIDv7();
  const allowedOrigins = origin.map(text => new URL(text).origin);
  await ensureMerchant(context, { id, name: shop, greeting, color: '#2f5d50', allowedOrigins });
  await addAgent(context, id, { name, email, userId, role: 'owner' });
  console.log(`${shop} is there: merchant ${id}, data-key ${publicKeyOf(id)}`);
  console.log(`${name} logs in at ${deps.publicUrl}/admin, and connects WhatsApp in Settings.`);
  await server.stop();
  process.exit(0);
} catch (error) {
  if (!(error instanceof SetupError || error instanceof BadSettings)) throw error;
  console.error(error.message);
  process.exit(1);
}

/** Where the server will be, not where this start of it happens to be. */
function publicUrl(): string {
  return process.env.WOODEX_PUBLIC_URL || `http://127.0.0.1:${process.env.WOODEX_PORT || 8787}`;
}

function read() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}
