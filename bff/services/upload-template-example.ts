import { openAsBlob } from 'node:fs';
import type { TemplateExample, TemplateExampleQuery } from '../../contract/template-example.ts';
import { type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import { listApps } from '../db/whatsapp-apps.ts';
import { fileNameOf } from '../domain/file-name.ts';
import { bareMime } from '../domain/media-type.ts';
import { exampleLimit, exampleProblem, tooLargeAsExample } from '../domain/template-example.ts';
import { type TakenFile, TooLarge, takeIn } from '../media/take-in.ts';
import type { Context } from './context.ts';
import { Refusal } from './refusal.ts';
import type { TemplateTools } from './sync-templates.ts';
import { chooseAccount, listAccounts, type TemplateAccount, tokenOf } from './template-accounts.ts';
import { refusalOf } from './template-refusal.ts';

/** `folder`: where the file lies until Meta has it. */
export type ExampleTools = TemplateTools & { folder: string };
type Example = TemplateExampleQuery & { bytes: AsyncIterable<Uint8Array> };

/**
 * Hands Meta a file as the example of a template's header; nothing of it stays here.
 * @throws Refusal too-large, invalid-request, conflict, unavailable
 */
export async function uploadTemplateExample(
  { db }: Context,
  tools: ExampleTools,
  merchantId: string,
  { kind, filename, wabaId, bytes }: Example,
): Promise<TemplateExample> {
  const { account, appId } = await withMerchant(db, merchantId, async tx => {
    const account = chooseAccount(await listAccounts(tx), wabaId);
    return { account, appId: await appOf(tx, account) };
  });
  const accessToken = tokenOf(tools.sealer, merchantId, account);
  const file = await receive(bytes, tools.folder, kind);
  try {
    const problem = exampleProblem(kind, file);
    if (problem) throw new Refusal('invalid-request', problem);
    const mimeType = bareMime(file.mimeType);
    const name = fileNameOf(filename) ?? `example.${mimeType.split('/')[1]}`;
    const about = { appId, accessToken, mimeType, filename: name };
    const answer = await tools.api.uploadExample({ ...about, file: await openAsBlob(file.path) });
    if (answer.kind !== 'uploaded') throw refusalOf(answer);
    return { handle: answer.handle, mimeType, size: file.size };
  } finally {
    await file.discard();
  }
}

/** An upload belongs to the app that the account's token is of. */
async function appOf(tx: MerchantTx, { numbers }: TemplateAccount): Promise<string> {
  const apps = await listApps(tx);
  const app = apps.find(({ id }) => numbers.some(({ whatsappAppId }) => whatsappAppId === id));
  if (!app) throw new Refusal('conflict', 'Connect a WhatsApp number first.');
  return app.appId;
}

async function receive(
  bytes: AsyncIterable<Uint8Array>,
  folder: string,
  kind: TemplateExampleQuery['kind'],
): Promise<TakenFile> {
  try {
    return await takeIn(bytes, { folder, limit: exampleLimit(kind) });
  } catch (error) {
    if (error instanceof TooLarge) throw new Refusal('too-large', tooLargeAsExample(kind));
    throw error;
  }
}
