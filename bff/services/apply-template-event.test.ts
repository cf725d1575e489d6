import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { withMerchant } from '../db/merchant-tx.ts';
import { findTemplate, markVanishedTemplates, saveToldTemplates, type TemplateRow } from '../db/templates.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { seedTemplate } from '../testing/furnish-templates.ts';
import { NOW, seedMerchant } from '../testing/merchants.ts';
import { type TemplateEvent, templateEvent } from '../whatsapp/template-event.ts';
import { applyTemplateEvent } from './apply-template-event.ts';

const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

describe('what WhatsApp tells of a template', () => {
  let test: TestDatabase;
  let merchantId: string;
  let template: TemplateRow;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(async () => {
    merchantId = await seedMerchant(test.appDb);
    template = await withMerchant(test.appDb, merchantId, tx => seedTemplate(tx, { metaId: '7' }));
  });

  const event = (
    seconds: number,
    change: TemplateEvent['change'],
    more: Partial<TemplateEvent> = {},
  ): TemplateEvent => {
    const { wabaId, name, language } = template;
    return { wabaId, name, language, metaId: '7', at: at(seconds), change, ...more };
  };
  const status = (seconds: number, word: string, reason: string | null = null, more: Partial<TemplateEvent> = {}) =>
    event(
      seconds,
      { kind: 'status', status: word, category: null, reason, words: reason && 'Words', advice: null },
      more,
    );
  const apply = async (...events: TemplateEvent[]) => {
    const outcomes: string[] = [];
    for (const each of events)
      outcomes.push((await withMerchant(test.appDb, merchantId, tx => applyTemplateEvent(tx, each, at(60)))).outcome);
    return outcomes;
  };
  const now = () => withMerchant(test.appDb, merchantId, async tx => (await findTemplate(tx, template.id))!);
  /** Meta is asked for all, and names this one so. */
  const sync = (seconds: number, told: Partial<TemplateRow> | null) =>
    withMerchant(test.appDb, merchantId, async tx => {
      const asked = { askedAt: at(seconds), now: at(seconds) };
      const { id, wabaId, name, language, metaId, category, quality, parameterFormat, components } = template;
      const known = { id, wabaId, name, language, metaId, category, quality, parameterFormat, components };
      const rest = { status: 'APPROVED', rejectedReason: null, previousCategory: null, correctCategory: null };
      if (told) await saveToldTemplates(tx, [{ ...known, ...rest, ...told }], asked);
      await markVanishedTemplates(tx, template.wabaId, asked);
    });

  it('ends in the newest state, in whatever order and however often it comes', async () => {
    const news = [status(1, 'PAUSED'), status(2, 'APPROVED'), status(3, 'REJECTED', 'SCAM')];
    const orders = [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0, 2, 1],
      [2, 0, 1, 0],
    ];
    for (const order of orders) {
      template = await withMerchant(test.appDb, merchantId, tx => seedTemplate(tx, { metaId: '7' }));
      await apply(...order.map(n => ({ ...news[n]!, name: template.name })));
      const { status: word, rejectedReason, rejectionWords } = await now();
      assert.deepEqual([word, rejectedReason, rejectionWords], ['REJECTED', 'SCAM', 'Words'], order.join());
    }
  });

  it('is not undone by an answer to a question that was asked before, and is by one asked later', async () => {
    await apply(status(5, 'PAUSED'), event(5, { kind: 'quality', quality: 'RED', before: 'GREEN' }));
    await sync(3, {});
    assert.deepEqual([(await now()).status, (await now()).quality], ['PAUSED', 'RED']);
    await sync(6, {});
    assert.deepEqual([(await now()).status, (await now()).quality], ['APPROVED', 'GREEN']);
  });

  it('of another template that had its name before changes nothing', async () => {
    assert.deepEqual(await apply(status(1, 'DELETED', null, { metaId: '6' })), ['ignored']);
    assert.equal((await now()).status, 'APPROVED');
  });

  it('with an id that no double holds is known by its name: what is rounded is nobody’s', async () => {
    template = await withMerchant(test.appDb, merchantId, tx => seedTemplate(tx, { metaId: '1234567890123456789' }));
    const { wabaId, name, language } = template;
    const value = { event: 'PAUSED', message_template_name: name, message_template_language: language };
    const body = JSON.stringify({ ...value, message_template_id: 0 }).replace(/0}$/, '1234567890123456789}');
    const entry = { id: wabaId, time: at(1).getTime() / 1000 };
    const told = templateEvent('message_template_status_update', JSON.parse(body), entry, at(1));
    assert.deepEqual(await apply(told!), ['applied']);
    assert.equal((await now()).status, 'PAUSED');
  });

  it('of one that is not known, or only that something happened, has all of them loaded anew', async () => {
    const unknown = status(1, 'APPROVED', null, { name: 'never_heard_of' });
    const vague = event(1, { kind: 'status', status: null, category: null, reason: null, words: null, advice: null });
    assert.deepEqual(await apply(unknown, vague), ['ignored', 'ignored']);
    const jobs = await test.appSql`select ref from queue.jobs where merchant_id = ${merchantId} and kind = 'templates'`;
    assert.deepEqual(
      jobs.map(({ ref }) => ref as string),
      [merchantId],
    );
  });

  it('keeps a coming category until it has come, and the one before', async () => {
    const next = {
      kind: 'category',
      category: 'UTILITY',
      previous: null,
      next: 'MARKETING',
      nextAt: at(86_400),
    } as const;
    await apply(event(1, next));
    await sync(2, {});
    assert.deepEqual([(await now()).category, (await now()).nextCategory], ['UTILITY', 'MARKETING']);
    await sync(3, { category: 'MARKETING' });
    const { category, previousCategory, nextCategory } = await now();
    assert.deepEqual([category, previousCategory, nextCategory], ['MARKETING', 'UTILITY', null]);
  });

  it('that its text has changed keeps it from being filled until it was loaded after that', async () => {
    await apply(event(5, { kind: 'components' }));
    assert.deepEqual((await now()).staleSince, at(5));
    await sync(3, {});
    assert.deepEqual((await now()).staleSince, at(5));
    await sync(6, {});
    assert.equal((await now()).staleSince, null);
    assert.deepEqual(await apply(event(5, { kind: 'components' })), ['applied']);
    assert.equal((await now()).staleSince, null);
  });

  it('takes one that Meta does not name any more for deleted, but not one that was made since it was asked', async () => {
    await sync(5, null);
    assert.equal((await now()).status, 'DELETED');
    template = await withMerchant(test.appDb, merchantId, tx => seedTemplate(tx, { createdAt: at(9), syncedAt: null }));
    await sync(8, null);
    assert.equal((await now()).status, 'APPROVED');
  });
});
