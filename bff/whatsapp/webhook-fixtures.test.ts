import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { MessageContent } from '../../contract/message.ts';
import { fixtures } from './fixtures.ts';
import type { TemplateEvent } from './template-event.ts';
import { parseWebhook, type WebhookPart } from './webhook-events.ts';

const receivedAt = new Date('2026-03-10T12:00:00Z');

/** A part in one line: what it is and what its content became. */
function summary({ event, field }: WebhookPart): string {
  if (event.kind === 'other') return `other ${field}`;
  if (event.kind === 'template') return templateSummary(event.template);
  if (event.kind === 'status')
    return `status ${event.status.state} ${event.status.errors.map(({ code }) => code)}`.trim();
  const { content, rawType } = event.message;
  if (content.kind === 'attachment' || content.kind === 'unsupported')
    return `${rawType}: ${content.kind} ${content.type}`;
  if (content.kind === 'text' || content.kind === 'choice') return `${rawType}: ${content.kind} "${content.text}"`;
  if (content.kind === 'reaction') return `${rawType}: ${content.emoji}`;
  if (content.kind === 'contacts') return `${rawType}: ${content.names.join(', ')}`;
  if (content.kind === 'notice') return `${rawType}: ${content.notice}`;
  if (content.kind === 'location') return `${rawType}: ${content.latitude}, ${content.longitude}, ${content.name}`;
  if (content.kind === 'order')
    return `${rawType}: ${content.items.map(item => `${item.quantity} ${item.productId}`).join(', ')}`;
  if (content.kind === 'edited') return `${rawType}: "${content.text}"`;
  return `${rawType}: ${content.kind}`;
}

function templateSummary({ name, language, change }: TemplateEvent): string {
  const { kind, ...told } = change;
  return [kind, name, language, ...Object.values(told)].filter(word => word !== null).join(' ');
}

const expected: Record<string, string[]> = {
  account_update__account_deleted: ['other account_update'],
  account_update__account_disabled: ['other account_update'],
  account_update__account_offboarded: ['other account_update'],
  account_update__account_reconnected: ['other account_update'],
  account_update__account_restriction: ['other account_update'],
  account_update__account_violation: ['other account_update'],
  account_update__ad_account_linked: ['other account_update'],
  account_update__authentication_international_eligibility: ['other account_update'],
  account_update__mm_api_for_wa_terms_of_service: ['other account_update'],
  account_update__partner_added: ['other account_update'],
  account_update__partner_app_installed: ['other account_update'],
  account_update__partner_app_uninstalled: ['other account_update'],
  account_update__partner_led_business_verification_status: ['other account_update'],
  account_update__partner_removed: ['other account_update'],
  account_update__partner_removed_wa_app_disconnection: ['other account_update'],
  account_update__pricing_tiering_update: ['other account_update'],
  account_update__primary_business_location_set: ['other account_update'],
  call_connect__business_initiated: ['other calls'],
  call_connect__user_initiated: ['other calls'],
  call_permission_update__accept: ['interactive: unsupported call_permission_reply'],
  call_permission_update__reject: ['interactive: unsupported call_permission_reply'],
  call_status__call_status: ['other calls'],
  call_terminate__call_terminate: ['other calls'],
  callback_button__button: ['interactive: choice "title"'],
  callback_button__quick_reply: ['button: choice "title"'],
  callback_button__quick_reply_without_context: ['button: choice "title"'],
  callback_selection__callback: ['interactive: choice "title"'],
  callback_selection__description: ['interactive: choice "title"'],
  deleted_message__revoke: ['revoke: revoked'],
  edited_message__image: ['edit: "Updated image caption"'],
  flow_completion__completion: ['interactive: unsupported nfm_reply'],
  flow_completion__without_flow_token: ['interactive: unsupported nfm_reply'],
  message__animated_sticker: ['sticker: attachment sticker'],
  message__audio: ['audio: attachment audio'],
  message__chosen_location: ['location: 37.4611978, -122.2164385, Facebook HQ'],
  message__contacts: ['contacts: Chandler Bing, Monica, Rachel Green'],
  message__current_location: ['location: 12.25089, 43.90539, undefined'],
  message__document: ['document: attachment document'],
  message__forwarded: ['text: text "forwarded text"'],
  message__forwarded_many_times: ['text: text "text forwarded many times"'],
  message__image: ['image: attachment image'],
  message__interactive_message_with_err: ['interactive: unsupported interactive', 'other messages'],
  message__media_with_url: ['image: attachment image'],
  message__order: ['order: 3 HAMBURGER, 2 FRENCH_FRIES, 2 SODA'],
  message__reaction: ['reaction: 😮'],
  message__referral: ['text: text "BODY"'],
  message__reply: ['text: text "replied text"'],
  message__static_sticker: ['sticker: attachment sticker'],
  message__text: ['text: text "Body Text"'],
  message__unreaction_empty: ['reaction: null'],
  message__unreaction_no_emoji: ['reaction: null'],
  message__unsupported: ['unsupported: unsupported unsupported'],
  message__unsupported_with_type: ['unsupported: unsupported pool'],
  message__video: ['video: attachment video'],
  message__voice: ['audio: attachment audio'],
  message_status__delivered: ['status delivered'],
  message_status__failed: ['status failed 130472'],
  message_status__group: ['status read'],
  message_status__played: ['status played'],
  message_status__read: ['status read'],
  message_status__sent: ['status sent'],
  message_status__with_tracker: ['status sent'],
  outgoing_message__delete: ['other smb_message_echoes'],
  outgoing_message__edit: ['other smb_message_echoes'],
  outgoing_message__text: ['other smb_message_echoes'],
  system__identity_change: ['system: unsupported customer_identity_changed'],
  system__phone_number_change: ['system: number-changed'],
  template_category_update__marketing: ['category my_message_template he MARKETING'],
  template_components_update__element: ['components my_message_template he'],
  template_quality_update__yellow: ['quality welcome_template en_US YELLOW GREEN'],
  template_status_update__approved: ['status order_confirmation en_US APPROVED UTILITY'],
  template_status_update__rejected: [
    'status abandoned_cart en REJECTED MARKETING INVALID_FORMAT Your template has parameters placed next to each other (like {{1}}{{2}}) without text or punctuation between them. Separate parameters with descriptive text and ensure each parameter is clearly contextualized.',
  ],
  user_marketing_preferences__resume: ['other user_preferences'],
  user_marketing_preferences__signup: ['other user_preferences'],
};

test('every sample is in the table, and in the index with its licence', () => {
  assert.deepEqual([...fixtures.keys()].sort(), Object.keys(expected).sort());
  const index = readFileSync(new URL('fixtures/INDEX.md', import.meta.url), 'utf8');
  for (const name of fixtures.keys()) assert.match(index, new RegExp(`^\\| pywa__${name}\\.json .*\\| MIT \\|$`, 'm'));
});

for (const [name, body] of fixtures) {
  test(`${name} is read as ${expected[name]?.join(' and ')}`, () => {
    const parts = parseWebhook(body, receivedAt);
    assert.deepEqual(parts.map(summary), expected[name]);
    for (const { event } of parts) {
      if (event.kind === 'message') assert.ok(MessageContent.safeParse(event.message.content).success);
    }
  });
}
