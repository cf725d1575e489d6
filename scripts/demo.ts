import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { keptFile } from '../bff/boot/kept-file.ts';
import { writableFolder } from '../bff/db/embedded/data-folder.ts';
import { SetupError } from '../bff/db/setup-error.ts';
import { demoCatalog } from './demo-catalog.ts';
import { demoTemplates } from './demo-templates.ts';
import type { Part } from './processes.ts';

const MERCHANT_ID = '01900000-0000-7000-8000-000000000001';
const PHONE_NUMBER = {
  phoneNumberId: '200000000000001',
  displayPhoneNumber: '+49 30 5557 0100',
  verifiedName: 'WoodEx',
};

export type DemoPart = Part & { port: number; variable: string; url: string; readyUrl: string };
export type Demo = { simulator: DemoPart; bff: DemoPart; store: DemoPart };

/** The three parts of the demo and how they find each other. Its secrets are made once and kept in the data folder. */
export async function describeDemo(env: NodeJS.ProcessEnv): Promise<Demo> {
  const dataDir = await writableFolder(resolve(env.WOODEX_DATA_DIR ?? join(import.meta.dirname, '../.data')));
  const bff = origin(env, 'WOODEX_PORT', 8787);
  const store = origin(env, 'WOODEX_STORE_PORT', 8788);
  const simulator = origin(env, 'WOODEX_SIMULATOR_PORT', 8789);
  const { apiKey, identityKey } = await keptSecrets(join(dataDir, 'demo-shop-keys.json'), {
    apiKey: () => `wxs_${publicKey(MERCHANT_ID).slice(3)}_${randomBytes(32).toString('base64url')}`,
    identityKey: () => `wxi_${randomBytes(32).toString('base64url')}`,
  });
  const account = {
    ...(await keptSecrets(join(dataDir, 'demo-secrets.json'), { accessToken: hex, appSecret: hex, verifyToken: hex })),
    webhookUrl: `${bff.url}/webhooks/whatsapp`,
    appId: '300000000000001',
    wabaId: '100000000000001',
    numbers: [PHONE_NUMBER],
  };
  return {
    simulator: {
      ...simulator,
      name: 'whatsapp',
      args: ['whatsapp-simulator/main.ts'],
      env: {
        WOODEX_SIMULATOR_PORT: String(simulator.port),
        WOODEX_SIMULATOR_ACCOUNT: JSON.stringify({
          ...account,
          templates: demoTemplates(store.url),
          catalogs: [demoCatalog],
        }),
      },
      readyUrl: simulator.url,
    },
    bff: {
      ...bff,
      name: 'bff',
      args: ['bff/main.ts'],
      env: {
        WOODEX_DEMO: '1',
        WOODEX_PORT: String(bff.port),
        WOODEX_DATA_DIR: dataDir,
        WOODEX_PUBLIC_URL: bff.url,
        WOODEX_DEMO_STORE_URL: store.url,
        WOODEX_DEMO_WHATSAPP: JSON.stringify(account),
        WOODEX_DEMO_API_KEY: apiKey,
        WOODEX_DEMO_IDENTITY_KEY: identityKey,
        WHATSAPP_API_URL: simulator.url,
        WHATSAPP_CHAT_URL: `${simulator.url}/wa.me`,
      },
      readyUrl: `${bff.url}/readyz`,
    },
    store: {
      ...store,
      name: 'store',
      args: ['demo-store/main.ts'],
      env: {
        WOODEX_STORE_PORT: String(store.port),
        WOODEX_KEY: publicKey(MERCHANT_ID),
        WOODEX_BFF_URL: bff.url,
        WOODEX_API_KEY: apiKey,
        WOODEX_IDENTITY_KEY: identityKey,
        WOODEX_SIMULATOR_URL: simulator.url,
      },
      readyUrl: store.url,
    },
  };
}

function origin(env: NodeJS.ProcessEnv, variable: string, usual: number) {
  const port = Number(env[variable] ?? usual);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new SetupError(`${variable} is "${env[variable]}", which is no port: give it a number from 1 to 65535.`);
  }
  return { port, variable, url: `http://127.0.0.1:${port}` };
}

const publicKey = (merchantId: string): string =>
  `wx_${Buffer.from(merchantId.replaceAll('-', ''), 'hex').toString('base64url')}`;

const hex = () => randomBytes(24).toString('hex');

/** Secrets under these names, made once and kept in `file`. */
async function keptSecrets<N extends string>(
  file: string,
  makers: Record<N, () => string>,
): Promise<Record<N, string>> {
  const names = Object.keys(makers) as N[];
  const text = await keptFile(file, () =>
    JSON.stringify(Object.fromEntries(names.map(name => [name, makers[name]()]))),
  );
  try {
    return JSON.parse(text) as Record<N, string>;
  } catch {
    throw new SetupError(`${file} is damaged: delete the data folder it is in to begin a new demo.`);
  }
}
