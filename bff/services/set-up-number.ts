import { withMerchant } from '../db/merchant-tx.ts';
import { finishSetups } from '../db/whatsapp-apps.ts';
import {
  changeNumber,
  listNumbers,
  lockNumber,
  setDefaultNumber,
  type WhatsAppNumber,
} from '../db/whatsapp-numbers.ts';
import { makeVerifyToken } from './connect-app.ts';
import type { Context } from './context.ts';
import { orRefuse } from './meta-answer.ts';
import { notFound, Refusal } from './refusal.ts';
import { resumeNumber } from './stop-number.ts';
import { type MetaTools, needToken, openApp } from './whatsapp-app.ts';
import { retryConflict } from './write-conflict.ts';

/**
 * Registers a number for the Cloud API; without it Meta sends nothing from it. The PIN is not kept.
 * @throws Refusal not-found; invalid-request with what Meta says
 */
export async function registerNumber(
  context: Context,
  tools: MetaTools,
  merchantId: string,
  id: string,
  pin: string,
): Promise<void> {
  const { number, accessToken } = await connected(context, tools, merchantId, id);
  const { phoneNumberId } = number;
  orRefuse(await tools.numbers.register({ phoneNumberId, accessToken, pin }), code => REGISTRATION[code ?? 0]);
  await note(context, merchantId, id, { registeredAt: context.now });
}

const REGISTRATION: Record<number, string> = {
  133005:
    'This is not the PIN of the number. It was chosen when two-step verification was turned on; it can be changed in WhatsApp Manager → Phone numbers → Settings → Two-step verification.',
  133006: 'Meta must verify the number first: WhatsApp Manager → Phone numbers → Verify, by SMS or call.',
  133008: 'Too many wrong PINs. Wait as long as Meta says, then try again.',
  133009: 'The PIN was tried too fast. Wait a minute, then try again.',
  133015: 'The number was deleted a moment ago. Wait five minutes, then try again.',
  133016: 'The number was registered too often. Meta lets it be tried again after three days.',
};

/**
 * Tells Meta that the app wants to hear of this number's account; with `setWebhook` also where, so that Meta asks there at once.
 * @throws Refusal not-found; invalid-request with what Meta says
 */
export async function subscribeNumber(
  context: Context,
  tools: MetaTools & { webhookUrl: string },
  merchantId: string,
  id: string,
  { setWebhook }: { setWebhook: boolean },
): Promise<void> {
  const { number, accessToken } = await connected(context, tools, merchantId, id);
  const webhook = setWebhook
    ? { url: tools.webhookUrl, ...(await makeVerifyToken(context, merchantId, number.whatsappAppId)) }
    : undefined;
  orRefuse(await tools.numbers.subscribe({ wabaId: number.wabaId, accessToken, webhook }), () =>
    setWebhook
      ? `Meta did not accept the callback URL. It must be reachable from the internet by https: ${tools.webhookUrl}`
      : undefined,
  );
  await note(context, merchantId, id, { subscribedAt: context.now });
}

/** Shoppers who go on in WhatsApp are led to this number. @throws Refusal not-found; conflict while it is being set up */
export async function chooseDefaultNumber({ db, live }: Context, merchantId: string, id: string): Promise<void> {
  await withMerchant(db, merchantId, async tx => {
    const number = await lockNumber(tx, { id });
    if (!number || number.disconnectedAt) throw notFound('number');
    if (!number.readyAt) throw new Refusal('conflict', 'Finish setting this number up first.');
    await setDefaultNumber(tx, id);
  });
  live.publish({ kind: 'numbers', merchantId });
}

/**
 * Whoever mended what stopped a number lets it send again; what waited goes out. Meta has the last word at the next attempt.
 * @throws Refusal not-found
 */
export async function resumeSending({ db, live, now }: Context, merchantId: string, id: string): Promise<void> {
  await retryConflict(() =>
    withMerchant(db, merchantId, async tx => {
      const number = await lockNumber(tx, { id });
      if (!number || number.disconnectedAt) throw notFound('number');
      await resumeNumber(tx, id, now);
    }),
  );
  live.publish({ kind: 'numbers', merchantId });
  live.publish({ kind: 'work' });
}

async function connected(
  context: Context,
  { sealer }: MetaTools,
  merchantId: string,
  id: string,
): Promise<{ number: WhatsAppNumber; accessToken: string }> {
  const numbers = await withMerchant(context.db, merchantId, listNumbers);
  const number = numbers.find(each => each.id === id);
  if (!number) throw notFound('number');
  return { number, accessToken: needToken(await openApp(context, sealer, merchantId, number.whatsappAppId)) };
}

/** A step is done; perhaps it was the last one. */
async function note({ db, live, now }: Context, merchantId: string, id: string, step: Partial<WhatsAppNumber>) {
  await withMerchant(db, merchantId, async tx => {
    await changeNumber(tx, id, step);
    await finishSetups(tx, now);
  });
  live.publish({ kind: 'numbers', merchantId });
}
