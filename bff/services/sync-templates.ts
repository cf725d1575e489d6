import { randomUUIDv7 } from 'node:crypto';
import { withMerchant } from '../db/merchant-tx.ts';
import { markVanishedTemplates, saveToldTemplates, type ToldTemplate } from '../db/templates.ts';
import { HOUR, MINUTE } from '../domain/duration.ts';
import type { Sealer } from '../security/seal.ts';
import type { MetaTemplate, TemplateApi } from '../whatsapp/template-api.ts';
import type { Context } from './context.ts';
import { Refusal } from './refusal.ts';
import { listAccounts, type TemplateAccount, tokenOf } from './template-accounts.ts';
import { refusalOf } from './template-refusal.ts';

export type TemplateTools = { api: TemplateApi; sealer: Sealer };

export const SYNCED_EVERY = 6 * HOUR;
const AGAIN_AFTER = 15 * MINUTE;
/** More than any account may have; a list that never ends is cut here, and deletes nothing. */
const MOST_PAGES = 100;

/**
 * Asks Meta for all templates of all accounts, and keeps what it says. An account that does not answer to its last page changes what it
 * told, and nothing is taken for deleted.
 * @throws Refusal conflict or unavailable with Meta's words, after the other accounts were asked
 */
export async function syncTemplates(context: Context, tools: TemplateTools, merchantId: string): Promise<void> {
  const accounts = await withMerchant(context.db, merchantId, listAccounts);
  const refusals: Refusal[] = [];
  for (const account of accounts) {
    try {
      await syncAccount(context, tools, merchantId, account);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.push(error);
    }
  }
  if (refusals[0]) throw refusals[0];
}

/** As a job. Returns when to ask again; null when no number is connected any more. */
export async function syncTemplatesAgain(
  context: Context,
  tools: TemplateTools,
  merchantId: string,
): Promise<Date | null> {
  const accounts = await withMerchant(context.db, merchantId, listAccounts);
  if (accounts.length === 0) return null;
  const wait = await syncTemplates(context, tools, merchantId).then(
    () => SYNCED_EVERY,
    error => {
      if (!(error instanceof Refusal)) throw error;
      return AGAIN_AFTER;
    },
  );
  return new Date(context.now.getTime() + wait);
}

async function syncAccount(
  { db, now }: Context,
  { api, sealer }: TemplateTools,
  merchantId: string,
  account: TemplateAccount,
): Promise<void> {
  const { wabaId } = account;
  const accessToken = tokenOf(sealer, merchantId, account);
  const asked = { askedAt: now, now };
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await api.listTemplates({ wabaId, accessToken, after });
    if (answer.kind !== 'page') throw refusalOf(answer);
    await withMerchant(db, merchantId, async tx => {
      await saveToldTemplates(tx, toldOf(wabaId, answer.templates), asked);
      if (answer.next === null) await markVanishedTemplates(tx, wabaId, asked);
    });
    if (answer.next === null) return;
    after = answer.next;
  }
}

/** One row each: what a page names twice is one template, and the later one of the two. */
function toldOf(wabaId: string, templates: MetaTemplate[]): ToldTemplate[] {
  const byKey = new Map(templates.map(template => [JSON.stringify([template.name, template.language]), template]));
  return [...byKey.values()].map(template => ({ ...template, id: randomUUIDv7(), wabaId }));
}
