import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { startSimulator } from '../../whatsapp-simulator/server.ts';
import { readDefinition } from '../domain/template-definition.ts';
import { preflight } from '../domain/template-preflight.ts';
import { anyFilling } from '../testing/template-arbitraries.ts';

const WABA = '100000000000001';
const NUMBER = '200000000000001';

describe('what the pre-flight lets pass', () => {
  let simulator: Awaited<ReturnType<typeof startSimulator>>;
  before(async () => {
    simulator = await startSimulator({});
  });
  after(() => simulator.close());

  const call = async (method: string, path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer token' };
    const answer = await fetch(`${simulator.url}${path}`, { method, headers, body: JSON.stringify(body) });
    return { status: answer.status, json: (await answer.json()) as { error?: { message: string } } };
  };

  it('is taken by WhatsApp as it is: none of 132000, 132005, 132012, 132018, 131008', async () => {
    await call('PUT', '/simulator/faults', { pairRate: false, throughputPerSecond: 100_000 });
    let passed = 0;
    const taken = fc.asyncProperty(anyFilling, async ({ template, values }) => {
      const result = preflight(readDefinition(template), values);
      if (!result.ok) return;
      passed += 1;
      const numbers = [{ phoneNumberId: NUMBER, displayPhoneNumber: '+49 30 5557 0100', verifiedName: 'WoodEx' }];
      const secrets = { accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' };
      const account = { ...secrets, webhookUrl: 'http://127.0.0.1:1/', wabaId: WABA, numbers, subscribed: false };
      const templates = [{ ...template, parameter_format: template.parameterFormat }];
      assert.equal((await call('PUT', '/simulator/account', { ...account, templates })).status, 200);
      const { name, language } = template;
      const sent = await call('POST', `/v25.0/${NUMBER}/messages`, {
        messaging_product: 'whatsapp',
        to: '+49 151 23456789',
        type: 'template',
        template: { name, language: { code: language }, components: result.parameters },
      });
      // Nobody has that number: it is looked at last, when the template was taken.
      assert.ok(sent.status === 200 || sent.json.error?.message.includes('131026'), JSON.stringify(sent.json));
    });
    await fc.assert(taken, { numRuns: 200 });
    assert.ok(passed > 40, `${passed} passed`);
  });
});
