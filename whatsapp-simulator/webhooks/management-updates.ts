import type { Account, BusinessNumber } from '../accounts.ts';
import { PEOPLE } from '../portfolio-limits.ts';
import { phoneDigits } from '../wa-id.ts';
import type { Update } from './webhook-lane.ts';

const DAY_S = 24 * 60 * 60;

/** Meta raised or lowered how many people the portfolio may write to first: it names the portfolio, and no account. */
export function capabilityUpdate({ messagingLimit, portfolioId }: Account, at: Date): Update {
  const people = PEOPLE[messagingLimit];
  const max_daily_conversations_per_business = Number.isFinite(people) ? people : -1;
  return {
    field: 'business_capability_update',
    label: messagingLimit,
    value: { max_daily_conversations_per_business, max_phone_numbers_per_business: 20 },
    entry: { id: portfolioId, at },
  };
}

/** What the account may do has changed. */
export function standingUpdate({ standing }: Account, at: Date): Update {
  const value = {
    good: { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE', waba_ban_date: day(at) } },
    locked: { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE', waba_ban_date: day(at) } },
    restricted: {
      event: 'ACCOUNT_RESTRICTION',
      restriction_info: [
        {
          restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING',
          expiration: Math.floor(at.getTime() / 1000) + DAY_S,
        },
      ],
    },
    unpaid: { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'PAYMENT_METHOD' } },
  }[standing];
  return { field: 'account_update', label: `account ${standing}`, value, entry: { at } };
}

/** Something that Meta wants a person to see. */
export function alertUpdate(
  { wabaId }: Account,
  { type, severity, description }: { type: string; severity: string; description: string },
  at: Date,
): Update {
  const alert_info = {
    alert_severity: severity,
    alert_status: 'ACTIVE',
    alert_type: type,
    alert_description: description,
  };
  const value = { entity_type: 'BUSINESS', entity_id: wabaId, alert_info };
  return { field: 'account_alerts', label: `alert ${type}`, value, entry: { at } };
}

/** A number's quality or throughput has changed; neither: nothing is told. */
export function numberUpdate(account: Account, before: BusinessNumber, after: BusinessNumber, at: Date): Update[] {
  const events = [
    ...(perSecond(after) > perSecond(before) ? ['THROUGHPUT_UPGRADE'] : []),
    ...(before.quality !== after.quality ? [after.quality === 'RED' ? 'FLAGGED' : 'UNFLAGGED'] : []),
  ];
  return events.map(event => ({
    field: 'phone_number_quality_update',
    label: event,
    value: {
      display_phone_number: phoneDigits(after.displayPhoneNumber),
      event,
      max_daily_conversations_per_business: account.messagingLimit,
    },
    entry: { at },
  }));
}

const perSecond = ({ throughput }: BusinessNumber) =>
  throughput === 'unlimited' ? Number.POSITIVE_INFINITY : throughput;

const day = (at: Date) => at.toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' });
