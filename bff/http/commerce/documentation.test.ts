import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import type { ApiKeyCreated } from '../../../contract/commerce.ts';
import type { CustomerJourney, CustomerList } from '../../../contract/journey.ts';
import { eventually } from '../../testing/eventually.ts';
import { startTestApp, type TestApp } from '../../testing/test-app.ts';

const PAGE = new URL('../../../docs/commerce-api.md', import.meta.url);

type Result = { results?: { id: string; outcome: string }[]; errors?: { path: string; message: string }[] };

describe('docs/commerce-api.md', () => {
  let app: TestApp;
  let env: Record<string, string>;
  let commands: string[];
  let answers: Result[];
  before(async () => {
    app = await startTestApp();
    const made = await app.agent(app.a).call<ApiKeyCreated>('/api-keys', { body: { name: 'Shop' } });
    env = { ...(process.env as Record<string, string>), WOODEX_URL: app.url, WOODEX_KEY: made.json.key };
    const page = await readFile(PAGE, 'utf8');
    commands = blocks(page, 'sh').filter(block => block.startsWith('curl'));
    answers = blocks(page, 'json').map(block => JSON.parse(block) as Result);
  });
  after(() => app.stop());

  const blocks = (page: string, language: string) =>
    [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, block]) => block!);
  const run = async (command: string): Promise<Result> =>
    JSON.parse((await promisify(execFile)('sh', ['-c', command], { env })).stdout) as Result;

  it('answers its examples as it says, and they come about', async () => {
    assert.deepEqual([commands.length, answers.length], [5, 3]);
    const [placed, paid, quote, cart, wrong] = commands;
    assert.deepEqual(await run(placed!), answers[0]);
    assert.deepEqual(await run(placed!), answers[1]);
    for (const command of [paid!, quote!, cart!]) {
      const { results } = await run(command);
      assert.deepEqual(
        results?.map(({ outcome }) => outcome),
        ['accepted'],
      );
    }
    assert.deepEqual((await run(wrong!)).errors, answers[2]!.errors);

    const agent = app.agent(app.a);
    const journey = await eventually(async () => {
      const [row] = (await agent.call<CustomerList>('/customers?q=ada%40ash')).json.customers;
      const found = row && (await agent.call<CustomerJourney>(`/customers/${row.id}`)).json;
      return found?.cart && found.quotes.length > 0 && found.orders[0]?.status === 'paid' ? found : null;
    });
    assert.equal(journey.fullName, 'Ada Ash');
    assert.deepEqual([journey.orders.length, journey.orders[0]?.total], [1, '1240.5000']);
    assert.deepEqual([journey.quotes[0]?.number, journey.quotes[0]?.total], ['Q-77', '900.0000']);
    assert.equal(journey.cart?.total, '620.2500');
  });
});
