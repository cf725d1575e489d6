import { type Account, portfolioOf, type Sender } from '../accounts.ts';
import type { Message, Pricing } from '../messages.ts';
import { arrive } from '../phone/arrive.ts';
import { marketingRefusal } from '../phone/behaviour.ts';
import type { Phone } from '../phones.ts';
import { isWindowOpen } from '../service-window.ts';
import { type Simulation, throughputOf } from '../simulation.ts';
import { endPauses } from '../template-changes.ts';
import type { Template } from '../templates.ts';
import { newWamid } from '../wamid.ts';
import { failedUpdate } from '../webhooks/updates.ts';
import { collectMedia } from './collect-media.ts';
import { type Depiction, depict } from './depict.ts';
import { GraphError } from './errors.ts';
import { findRecipient, type Recipient } from './recipient.ts';
import { resolveTemplate } from './resolve-template.ts';
import type { SendBody } from './send-body.ts';

/**
 * Takes a message from a business and answers as Meta: accepted is all that a 200 says.
 * @throws {GraphError} for what Meta refuses at once.
 */
export function send(simulation: Simulation, sender: Sender, body: SendBody) {
  const now = simulation.clock.now();
  const recipient = findRecipient(simulation, sender.number, body);
  checkAccount(sender);
  checkRates(simulation, sender, recipient, now);
  if (body.type === 'template') endPauses(simulation, sender.account);
  const { template, ...depiction } = prepare(body, sender.account);
  if (template?.category === 'AUTHENTICATION' && recipient.addressedTo === 'bsuid') throw new GraphError(131062);

  const id = newWamid(recipient.waId ?? '', 'business');
  const { phone } = recipient;
  const chat = phone && simulation.messages.chat(phone.id, sender.number.phoneNumberId);
  const isOpen = chat !== undefined && isWindowOpen(chat.lastInboundAt, now);
  if (phone?.behaviour.fails?.in === 'answer') throw new GraphError(phone.behaviour.fails.code);
  if (!isOpen && template) checkPortfolio(simulation, sender.account, recipient, now);
  const refusal = !chat || !isReachable(phone!) ? 131026 : !template && !isOpen ? 131047 : null;
  if (refusal !== null && simulation.faults.settings.reportFailures === 'answer') throw new GraphError(refusal);
  // Meta learns of the person's own choice only when it tries to deliver.
  const late = refusal ?? lateRefusal(simulation, sender, phone!, chat!.marketingStopped, template, isOpen);
  if (late !== null || !phone || !chat) {
    const callbackData = body.biz_opaque_callback_data ?? null;
    failLater(simulation, sender, recipient, { id, callbackData }, late ?? 131026);
    return answer(recipient, id, body.type);
  }

  if (body.type === 'reaction' && simulation.messages.get(body.reaction.message_id)?.phoneId !== phone.id)
    throw new GraphError(131009, `The message ${body.reaction.message_id} is not part of this conversation.`);
  const { bubble, fetched } = collectMedia(simulation.media, depiction);
  const message: Message = {
    id,
    phoneId: phone.id,
    phoneNumberId: sender.number.phoneNumberId,
    from: 'business',
    type: body.type,
    content: body[body.type as keyof SendBody],
    bubble,
    quotes: body.context?.message_id ?? null,
    about: null,
    callbackData: body.biz_opaque_callback_data ?? null,
    pricing: pricing(template, isOpen),
    template: template?.name ?? null,
    addressedTo: recipient.addressedTo,
    at: now,
    status: 'sent',
    receivedAt: null,
    reactions: new Map(),
  };
  if (template?.pacing === 'hold') hold(simulation, sender, recipient, message, template, fetched);
  else void arrive(simulation, sender, message, fetched);
  return answer(recipient, id, body.type, template?.pacing);
}

/** Meta waits for the first readers of a template before it lets the rest through. */
function hold(
  simulation: Simulation,
  sender: Sender,
  recipient: Recipient,
  message: Message,
  template: Template,
  fetched: Promise<boolean>,
) {
  const held = simulation.held.get(template.id) ?? [];
  held.push({
    release: () => void arrive(simulation, sender, message, fetched),
    drop: code => failLater(simulation, sender, recipient, message, code),
  });
  simulation.held.set(template.id, held);
}

function failLater(
  { webhooks, clock }: Simulation,
  sender: Sender,
  { waId, input }: Recipient,
  { id, callbackData }: Pick<Message, 'id' | 'callbackData'>,
  code: number,
) {
  const recipient = waId ? { recipient_id: waId } : { recipient_user_id: input };
  const { body: error } = new GraphError(code);
  webhooks.send(sender.account, failedUpdate(sender, { id, recipient, callbackData, error }, clock.now()));
}

const isReachable = ({ behaviour }: Phone) => !behaviour.blocked && !behaviour.notOnWhatsApp;

function lateRefusal(
  { faults }: Simulation,
  { number }: Sender,
  { behaviour }: Phone,
  marketingStopped: boolean,
  template: Template | null,
  isOpen: boolean,
): number | null {
  const ofMarketing = template?.category === 'MARKETING' ? marketingRefusal(behaviour, marketingStopped, isOpen) : null;
  return ofMarketing ?? behaviour.fails?.code ?? faults.error(number.phoneNumberId, 'status');
}

function checkAccount({ account, number }: Sender) {
  if (account.standing === 'locked') throw new GraphError(131031);
  if (account.standing === 'unpaid') throw new GraphError(131042);
  if (!number.registered) throw new GraphError(133010);
}

/** Who writes first must be allowed to, and not to too many people a day. */
function checkPortfolio({ portfolioLimits }: Simulation, account: Account, { phone, input }: Recipient, now: Date) {
  if (account.standing === 'restricted') throw new GraphError(368);
  if (!portfolioLimits.count(portfolioOf(account), phone?.id ?? input, account.messagingLimit, now))
    throw new GraphError(131048);
}

function checkRates(simulation: Simulation, { number }: Sender, recipient: Recipient, now: Date) {
  const { limits, faults } = simulation;
  const { pairRate } = faults.settings;
  if (!limits.countMessage(number.phoneNumberId, throughputOf(simulation, number), now)) throw new GraphError(130429);
  const who = recipient.phone?.id ?? recipient.input;
  if (pairRate && !limits.countPair(number.phoneNumberId, who, now)) throw new GraphError(131056);
}

function prepare(body: SendBody, { templates, catalogs }: Account): Depiction & { template: Template | null } {
  if (body.type === 'template') return resolveTemplate(body.template, templates);
  if (body.type === 'reaction') return { bubble: {}, media: null, template: null };
  return { ...depict(body, catalogs), template: null };
}

function pricing(template: Template | null, isOpen: boolean): Pricing {
  const category = template?.category.toLowerCase() ?? 'service';
  const isFree = !template || (template.category === 'UTILITY' && isOpen);
  return { billable: !isFree, pricing_model: 'PMP', type: isFree ? 'free_customer_service' : 'regular', category };
}

const answer = ({ input, waId, phone }: Recipient, id: string, type: string, pacing: Template['pacing'] = 'none') => ({
  messaging_product: 'whatsapp',
  contacts: [{ input, ...(waId ? { wa_id: waId } : {}), ...(phone ? { user_id: phone.bsuid } : {}) }],
  messages: [
    {
      id,
      ...(type === 'template'
        ? { message_status: pacing === 'hold' ? 'held_for_quality_assessment' : 'accepted' }
        : {}),
    },
  ],
});
