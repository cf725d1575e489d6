import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AccountNews, accountNews, type NewsField } from './account-news.ts';
import { fixtures } from './fixtures.ts';
import type { JsonObject } from './json.ts';
import { parseWebhook } from './webhook-events.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const read = (field: NewsField, value: JsonObject) => accountNews(field, value, NOW);
const brief = ({ stop, resumes, notice, unsubscribed }: AccountNews) => ({
  stop: stop?.what,
  resumes,
  severity: notice?.severity,
  unsubscribed: unsubscribed?.appId,
});

describe('what Meta tells of accounts', () => {
  const effects: Record<string, Partial<ReturnType<typeof brief>>> = {
    account_deleted: { stop: 'all', severity: 'critical' },
    account_disabled: { resumes: true, severity: 'info' },
    account_offboarded: { stop: 'all', severity: 'critical' },
    account_reconnected: { resumes: true, severity: 'info' },
    // Its restrictions ended in 2022.
    account_restriction: { severity: 'critical' },
    account_violation: { severity: 'critical' },
    ad_account_linked: { severity: 'info' },
    authentication_international_eligibility: { severity: 'info' },
    mm_api_for_wa_terms_of_service: { severity: 'info' },
    partner_added: { severity: 'info' },
    partner_app_installed: { severity: 'info' },
    partner_app_uninstalled: { unsubscribed: '869361281603019' },
    partner_led_business_verification_status: { severity: 'info' },
    partner_removed: { severity: 'warning' },
    partner_removed_wa_app_disconnection: { severity: 'warning' },
    pricing_tiering_update: { severity: 'info' },
    primary_business_location_set: { severity: 'info' },
  };
  it('has an effect for every sample of an account update', () => {
    const names = [...fixtures.keys()].flatMap(name => /^account_update__(.+)$/.exec(name)?.[1] ?? []);
    assert.deepEqual(names.sort(), Object.keys(effects).sort());
  });
  for (const [name, effect] of Object.entries(effects)) {
    it(`acts on ${name.replaceAll('_', ' ')}`, () => {
      const body = fixtures.get(`account_update__${name}`);
      const [part] = parseWebhook(body, NOW);
      const none = { stop: undefined, resumes: undefined, severity: undefined, unsubscribed: undefined };
      assert.deepEqual(brief(read('account_update', part!.value)), { ...none, ...effect });
    });
  }

  const restricted = (type: string, expiration?: number) =>
    read('account_update', {
      event: 'ACCOUNT_RESTRICTION',
      restriction_info: [{ restriction_type: type, ...(expiration !== undefined && { expiration }) }],
    }).stop;
  const at = NOW.getTime() / 1000;
  it('stops marketing where people may not be written to first, until the restriction ends', () => {
    const stop = restricted('RESTRICTED_BIZ_INITIATED_MESSAGING', at + 1);
    assert.deepEqual([stop?.what, stop?.until], ['marketing', new Date((at + 1) * 1000)]);
  });
  it('stops nothing for a restriction that ends this very moment', () => {
    assert.equal(restricted('RESTRICTED_BIZ_INITIATED_MESSAGING', at), undefined);
  });
  it('stops all, without an end, where answers are forbidden and Meta names no end', () => {
    const stop = restricted('RESTRICTED_CUSTOMER_INITIATED_MESSAGING');
    assert.deepEqual([stop?.what, stop?.until], ['all', null]);
  });
  const ends: [told: number, until: Date | null][] = [
    [(at + 60) * 1000, new Date((at + 60) * 1000)],
    [99_999_999_999, new Date(99_999_999_999_000)],
    [7.9e12, new Date(7.9e12)],
    [7.9e14, null],
    [1e300, null],
  ];
  for (const [told, until] of ends) {
    it(`takes an end that is told as ${told} for ${until?.toISOString() ?? 'none'}`, () => {
      assert.deepEqual(restricted('RESTRICTED_BIZ_INITIATED_MESSAGING', told)?.until, until);
    });
  }
  it('stops nothing where only adding numbers is forbidden', () => {
    assert.equal(restricted('RESTRICTED_ADD_PHONE_NUMBER_ACTION', at + 60), undefined);
  });
  it('stops all when the account is disabled, and goes on when it is reinstated', () => {
    const disabled = (state: string) =>
      brief(read('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: state } }));
    assert.equal(disabled('DISABLE').stop, 'all');
    assert.equal(disabled('SCHEDULE_FOR_DISABLE').stop, undefined);
    assert.equal(disabled('REINSTATE').resumes, true);
  });
});

describe('what Meta tells of limits, names and safety', () => {
  const limits: [NewsField, JsonObject, number | null | undefined][] = [
    ['business_capability_update', { max_daily_conversations_per_business: 2000 }, 2000],
    ['business_capability_update', { max_daily_conversations_per_business: -1 }, null],
    ['business_capability_update', { max_daily_conversations_per_business: 'TIER_10K' }, 10_000],
    ['business_capability_update', { max_daily_conversation_per_phone: '250' }, 250],
    ['business_capability_update', { max_phone_numbers_per_business: 20 }, undefined],
    [
      'phone_number_quality_update',
      { event: 'ONBOARDING', max_daily_conversations_per_business: 'TIER_100K' },
      100_000,
    ],
    ['phone_number_quality_update', { event: 'UPGRADE', current_limit: 'TIER_UNLIMITED' }, null],
    ['phone_number_quality_update', { event: 'ONBOARDING', current_limit: 'TIER_NOT_SET' }, undefined],
    ['business_capability_update', { max_daily_conversations_per_business: 'TIER_2147483K' }, 2_147_483_000],
    ['business_capability_update', { max_daily_conversations_per_business: 'TIER_2147484K' }, undefined],
  ];
  for (const [field, value, limit] of limits) {
    it(`takes ${limit} people a day from ${JSON.stringify(value)}`, () => {
      assert.equal(read(field, value).limit?.limit, limit);
    });
  }
  it('warns of a number that is flagged, and names it', () => {
    const news = read('phone_number_quality_update', { display_phone_number: '15550783881', event: 'FLAGGED' });
    assert.deepEqual([news.displayPhone, news.notice?.severity], ['15550783881', 'warning']);
  });
  it('tells why a name was not approved', () => {
    const value = { decision: 'REJECTED', requested_verified_name: 'Oak', rejection_reason: 'NAME_NOT_CONSISTENT' };
    const news = read('phone_number_name_update', value);
    assert.equal(news.nameStatus, 'REJECTED');
    assert.match(news.notice!.words, /Oak.*NAME_NOT_CONSISTENT/);
  });
  it('warns of a PIN that was changed', () => {
    assert.equal(read('security', { event: 'PIN_CHANGED' }).notice?.severity, 'warning');
  });
  it('shows an alert as grave as Meta says, in both shapes, and none that is over', () => {
    const alert = { alert_severity: 'CRITICAL', alert_type: 'LIMIT_REACHED', alert_description: 'Too many.' };
    assert.deepEqual(read('account_alerts', { alert_info: alert }).notice, read('account_alerts', alert).notice);
    assert.equal(read('account_alerts', alert).notice?.severity, 'critical');
    assert.equal(read('account_alerts', { ...alert, alert_status: 'RESOLVED' }).notice, undefined);
    for (const alert_severity of ['HIGH', 'constructor', '', undefined, 7])
      assert.equal(read('account_alerts', { ...alert, alert_severity }).notice?.severity, 'info');
  });
  it('is grave about a review that was not passed', () => {
    assert.equal(read('account_review_update', { decision: 'REJECTED' }).notice?.severity, 'critical');
    assert.equal(read('account_review_update', { decision: 'APPROVED' }).notice?.severity, 'info');
  });
});
