import type { AutomationSettings } from '../../contract/automation.ts';
import { findAutomationSettings, saveAutomationSettings } from '../db/automation-rules.ts';
import { type Db, type MerchantTx, withMerchant } from '../db/merchant-tx.ts';
import type { Manners } from '../domain/automation/step.ts';
import { timeZoneOf } from '../domain/locale.ts';
import type { Context } from './context.ts';
import { Refusal } from './refusal.ts';

const DAY = [{ from: '09:00', to: '18:00' }];

/** What comes with the product. */
export const STANDARD_SETTINGS: AutomationSettings = {
  timeZone: 'UTC',
  quiet: { from: '21:00', to: '09:00' },
  businessWeek: { monday: DAY, tuesday: DAY, wednesday: DAY, thursday: DAY, friday: DAY, saturday: [], sunday: [] },
  cap: { messages: 3, days: 7 },
};

export const currentAutomationSettings = async (tx: MerchantTx): Promise<AutomationSettings> =>
  (await findAutomationSettings(tx)) ?? STANDARD_SETTINGS;

export const mannersOf = ({ timeZone, quiet, businessWeek: week, cap }: AutomationSettings): Manners => ({
  ...{ timeZone, quiet, week, cap },
});

export const readAutomationSettings = (db: Db, merchantId: string): Promise<AutomationSettings> =>
  withMerchant(db, merchantId, currentAutomationSettings);

/** What waits is decided by them from its next look on. @throws Refusal invalid-request */
export async function changeAutomationSettings(
  { db, now }: Context,
  merchantId: string,
  told: AutomationSettings,
): Promise<AutomationSettings> {
  const timeZone = timeZoneOf(told.timeZone);
  if (!timeZone)
    throw new Refusal('invalid-request', `timeZone: there is no “${told.timeZone}”; write it like Europe/Berlin.`);
  const settings = { ...told, timeZone };
  await withMerchant(db, merchantId, tx => saveAutomationSettings(tx, settings, now));
  return settings;
}
