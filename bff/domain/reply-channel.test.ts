import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Channel } from '../../contract/message.ts';
import { channelsOf, type Reachability, replyChannel } from './reply-channel.ts';
import { SAFETY_MARGIN, SERVICE_WINDOW } from './service-window.ts';

const now = new Date('2026-03-10T12:00:00Z');
const edge = new Date(now.getTime() - SERVICE_WINDOW + SAFETY_MARGIN);
const justOpen = new Date(edge.getTime() + 1);

const onWeb: Reachability = { lastChannel: 'web', hasVisitor: true, hasWhatsApp: false, lastWhatsAppInboundAt: null };
const onPhone: Reachability = {
  lastChannel: 'whatsapp',
  hasVisitor: false,
  hasWhatsApp: true,
  lastWhatsAppInboundAt: justOpen,
};
const onBoth: Reachability = { ...onPhone, hasVisitor: true };

const cases: [name: string, to: Reachability, asked: Channel | undefined, expected: string][] = [
  ['the page when the shopper wrote there', onWeb, undefined, 'web'],
  ['WhatsApp when the shopper wrote there last', onBoth, undefined, 'whatsapp'],
  ['the page when the agent switches to it', onBoth, 'web', 'web'],
  ['WhatsApp when the agent switches to it', { ...onBoth, lastChannel: 'web' }, 'whatsapp', 'whatsapp'],
  ['nowhere by WhatsApp at the edge', { ...onBoth, lastWhatsAppInboundAt: edge }, undefined, 'service-window-closed'],
  [
    'nowhere by WhatsApp if they never wrote',
    { ...onBoth, lastWhatsAppInboundAt: null },
    'whatsapp',
    'service-window-closed',
  ],
  ['the page though the window is closed', { ...onBoth, lastWhatsAppInboundAt: null }, 'web', 'web'],
  ['nowhere by WhatsApp to a mere visitor', onWeb, 'whatsapp', 'channel-unavailable'],
  ['nowhere if the number was disconnected', { ...onBoth, hasWhatsApp: false }, undefined, 'channel-unavailable'],
  ['nowhere on the page to a mere phone', onPhone, 'web', 'channel-unavailable'],
];
for (const [name, to, asked, expected] of cases) {
  test(`an answer goes to ${name}`, () => {
    const decision = replyChannel(to, asked, now);
    assert.equal(decision.ok ? decision.channel : decision.code, expected);
    if (!decision.ok) assert.match(decision.reason, /\.$/);
  });
}

test('the channels of a customer are those that could carry an answer', () => {
  assert.deepEqual(channelsOf(onWeb), ['web']);
  assert.deepEqual(channelsOf(onPhone), ['whatsapp']);
  assert.deepEqual(channelsOf(onBoth), ['web', 'whatsapp']);
  assert.deepEqual(channelsOf({ hasVisitor: false, hasWhatsApp: false }), []);
});
