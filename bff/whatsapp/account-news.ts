import { type MessagingLimit, messagingLimitOf } from '../domain/number-limits.ts';
import { idOf, type JsonObject, listOf, numberOf, objectOf, textOf } from './json.ts';

/** What Meta tells of an account or a number, and what it means for us. Sentences are for the merchant. */
export type AccountNews = {
  /** The account, where it is named inside. */
  wabaId?: string | undefined;
  /** The number as Meta shows it; without it all of the account are meant. */
  displayPhone?: string | undefined;
  notice?: { severity: 'info' | 'warning' | 'critical'; title: string; words: string } | undefined;
  stop?: { what: 'all' | 'marketing'; code: number | null; reason: string; until: Date | null } | undefined;
  /** What stopped it is over. */
  resumes?: true | undefined;
  limit?: MessagingLimit | undefined;
  nameStatus?: string | undefined;
  /** This app hears of the account no more. */
  unsubscribed?: { appId: string } | undefined;
};

export const NEWS_FIELDS = [
  'account_update',
  'account_alerts',
  'account_review_update',
  'business_capability_update',
  'phone_number_quality_update',
  'phone_number_name_update',
  'security',
] as const;
export type NewsField = (typeof NEWS_FIELDS)[number];

/** Reads one of {@link NEWS_FIELDS}. What it does not know it shows, in Meta's words, and changes nothing. */
export function accountNews(field: NewsField, value: JsonObject, now: Date): AccountNews {
  const displayPhone = textOf(value.display_phone_number);
  switch (field) {
    case 'account_update':
      return { wabaId: idOf(objectOf(value.waba_info)?.waba_id), ...accountUpdate(value, now) };
    case 'account_alerts':
      return { notice: alert(value) };
    case 'account_review_update':
      return { notice: review(textOf(value.decision) ?? '') };
    case 'business_capability_update':
      return { limit: messagingLimitOf(limitIn(value)) };
    case 'phone_number_quality_update':
      return { displayPhone, limit: messagingLimitOf(limitIn(value)), notice: quality(textOf(value.event) ?? '') };
    case 'phone_number_name_update':
      return { displayPhone, nameStatus: textOf(value.decision), notice: naming(value) };
    case 'security':
      return { displayPhone, notice: security(textOf(value.event) ?? 'unknown') };
  }
}

function accountUpdate(value: JsonObject, now: Date): AccountNews {
  const event = textOf(value.event) ?? 'unknown';
  switch (event) {
    case 'ACCOUNT_DELETED':
      return stopped(null, 'The WhatsApp Business Account was deleted at Meta.', 'Account deleted');
    case 'ACCOUNT_OFFBOARDED':
      return stopped(null, 'The account was taken off the Cloud API.', 'Account disconnected at Meta');
    case 'ACCOUNT_RECONNECTED':
      return { resumes: true, notice: info('Account reconnected', 'The account is on the Cloud API again.') };
    case 'DISABLED_UPDATE':
      return ban(objectOf(value.ban_info) ?? {});
    case 'ACCOUNT_RESTRICTION':
      return restriction(listOf(value.restriction_info), now);
    case 'ACCOUNT_VIOLATION': {
      const kind = textOf(objectOf(value.violation_info)?.violation_type) ?? 'not named';
      return {
        notice: {
          ...critical('Policy violation'),
          words: `Meta says that the account breaks a policy (${kind}). ${LOOK}`,
        },
      };
    }
    case 'PARTNER_REMOVED':
      return {
        notice: {
          ...warning('A partner was removed'),
          words: `A partner has no access to the account any more. ${LOOK}`,
        },
      };
    case 'PARTNER_APP_UNINSTALLED': {
      const appId = idOf(objectOf(value.waba_info)?.partner_app_id);
      return appId ? { unsubscribed: { appId } } : {};
    }
    default:
      return { notice: info(`Account: ${event}`, 'Meta told this of the account. Nothing here changes by it.') };
  }
}

function ban({ waba_ban_state: state, waba_ban_date: date }: JsonObject): AccountNews {
  switch (state) {
    case 'REINSTATE':
      return { resumes: true, notice: info('Account reinstated', 'The account may send again.') };
    case 'SCHEDULE_FOR_DISABLE':
      return {
        notice: {
          ...critical('Account will be disabled'),
          words: `Meta will disable it on ${textOf(date) ?? 'a date it does not name'}. ${LOOK}`,
        },
      };
    default:
      return stopped(131031, 'Meta has disabled the WhatsApp account.', 'Account disabled');
  }
}

/** What a restriction forbids, by Meta's name of it; the others (adding numbers …) stop no message. */
const FORBIDS: Record<string, 'all' | 'marketing'> = {
  RESTRICTED_BIZ_INITIATED_MESSAGING: 'marketing',
  RESTRICTED_CUSTOMER_INITIATED_MESSAGING: 'all',
};

function restriction(list: JsonObject[], now: Date): AccountNews {
  const known = list.map(item => ({ type: textOf(item.restriction_type) ?? '', until: momentOf(item.expiration) }));
  const running = known.filter(({ until }) => !until || until > now);
  const worst = ['all', 'marketing'].map(what => running.find(({ type }) => FORBIDS[type] === what)).find(Boolean);
  const names = known.map(({ type }) => type.toLowerCase().replaceAll('_', ' ')).join(', ');
  const notice = { ...critical('Account restricted'), words: `Meta restricts the account: ${names}. ${LOOK}` };
  if (!worst) return { notice };
  const what = FORBIDS[worst.type]!;
  const reason =
    what === 'all' ? 'Meta lets the account send nothing.' : 'Meta does not let the account write to people first.';
  return { notice, stop: { what, code: null, reason, until: worst.until } };
}

const SEVERITIES = new Map<string, 'critical' | 'warning'>([
  ['CRITICAL', 'critical'],
  ['WARNING', 'warning'],
]);

function alert(value: JsonObject): AccountNews['notice'] {
  const about = objectOf(value.alert_info) ?? value;
  const status = textOf(about.alert_status) ?? '';
  if (status === 'RESOLVED' || status === 'NONE') return undefined;
  const severity = SEVERITIES.get(textOf(about.alert_severity) ?? '') ?? 'info';
  const title = (textOf(about.alert_type) ?? 'Alert').toLowerCase().replaceAll('_', ' ');
  return {
    severity,
    title: `Alert: ${title}`,
    words: textOf(about.alert_description) ?? `Meta says no more. ${LOOK}`,
  };
}

const review = (decision: string) =>
  decision === 'APPROVED'
    ? info('Account approved', 'Meta has approved the account.')
    : {
        ...critical(`Account review: ${decision.toLowerCase()}`),
        words: `Meta’s review of the account ended so. ${LOOK}`,
      };

function quality(event: string) {
  if (event === 'FLAGGED')
    return {
      ...warning('Quality is low'),
      words:
        'People block or report this number. Send less marketing, and only to who asked for it; the limit may fall.',
    };
  return event === 'DOWNGRADE'
    ? { ...warning('Limit lowered'), words: 'Meta has lowered the messaging limit.' }
    : undefined;
}

function naming({ decision, requested_verified_name: name, rejection_reason: reason }: JsonObject) {
  const asked = textOf(name) ?? 'the name';
  if (decision === 'APPROVED') return info('Name approved', `“${asked}” is shown to customers from now on.`);
  return {
    ...warning(`Name: ${(textOf(decision) ?? 'unknown').toLowerCase()}`),
    words: `“${asked}” was not approved${textOf(reason) ? ` (${textOf(reason)})` : ''}. Another one is asked for in WhatsApp Manager → Phone numbers.`,
  };
}

const security = (event: string) => ({
  ...warning('Two-step verification'),
  words: `The number’s PIN: ${event.toLowerCase().replaceAll('_', ' ')}. If that was not you, change it in WhatsApp Manager and look who has access.`,
});

const LOOK = 'Look into WhatsApp Manager → Account overview.';
const info = (title: string, words: string) => ({ severity: 'info', title, words }) as const;
const warning = (title: string) => ({ severity: 'warning', title }) as const;
const critical = (title: string) => ({ severity: 'critical', title }) as const;

const stopped = (code: number | null, reason: string, title: string): AccountNews => ({
  stop: { what: 'all', code, reason, until: null },
  notice: { ...critical(title), words: `${reason} ${LOOK}` },
});

/** Newer payloads have the portfolio's limit, older ones the number's. */
const limitIn = (value: JsonObject) =>
  textOf(value.max_daily_conversations_per_business) ??
  textOf(value.max_daily_conversation_per_phone) ??
  textOf(value.current_limit);

/** Seconds from 5138 on are milliseconds; what is far off in those, too, is no time. */
const FAR = 1e11;

function momentOf(told: unknown): Date | null {
  const time = numberOf(told) ?? 0;
  if (time <= 0 || time >= FAR * 1000) return null;
  return new Date(time < FAR ? time * 1000 : time);
}
