import type { Account, BusinessNumber, Sender } from '../accounts.ts';

/** What `GET /{phone_number_id}` answers: all of it, or the `fields` asked for. */
export function numberInfo({ account, number }: Sender, fields: string | undefined) {
  const { wabaId, standing } = account;
  const all = {
    verified_name: number.verifiedName,
    code_verification_status: 'VERIFIED',
    display_phone_number: number.displayPhoneNumber,
    quality_rating: number.quality,
    name_status: 'APPROVED',
    status: number.registered ? STATUS[standing] : 'PENDING',
    platform_type: 'CLOUD_API',
    throughput: { level: number.throughput === 'unlimited' || number.throughput > 80 ? 'HIGH' : 'STANDARD' },
    whatsapp_business_manager_messaging_limit: account.messagingLimit,
    id: number.phoneNumberId,
  };
  const health = () => ({
    health_status: healthStatus([
      { entity_type: 'PHONE_NUMBER', id: number.phoneNumberId, ...numberHealth(number) },
      { entity_type: 'WABA', id: wabaId, ...accountHealth(account) },
    ]),
  });
  return pick(all, health, fields);
}

/** What `GET /{waba_id}` answers. */
export function accountInfo(account: Account, fields: string | undefined) {
  const { wabaId, portfolioId } = account;
  const name = account.numbers[0]?.verifiedName;
  const owner = portfolioId !== undefined && { owner_business_info: { id: portfolioId, name } };
  const all = { id: wabaId, name, account_review_status: 'APPROVED', ...owner };
  const health = () => ({
    health_status: healthStatus([{ entity_type: 'WABA', id: wabaId, ...accountHealth(account) }]),
  });
  return pick(all, health, fields);
}

const STATUS = { good: 'CONNECTED', restricted: 'RESTRICTED', locked: 'BANNED', unpaid: 'CONNECTED' };

type Health = { can_send_message: 'AVAILABLE' | 'LIMITED' | 'BLOCKED'; errors?: object[] };

const numberHealth = ({ registered }: BusinessNumber): Health =>
  registered
    ? { can_send_message: 'AVAILABLE' }
    : blocked('BLOCKED', 141000, 'The phone number is not registered', 'Register the phone number');

function accountHealth({ standing }: Account): Health {
  switch (standing) {
    case 'good':
      return { can_send_message: 'AVAILABLE' };
    case 'restricted':
      return blocked('LIMITED', 141010, 'The account may not start conversations', 'Wait until the restriction ends');
    case 'locked':
      return blocked('BLOCKED', 141001, 'The account was disabled', 'Ask for a review');
    case 'unpaid':
      return blocked('BLOCKED', 141006, 'There is an error with the payment method', 'Add a payment method');
  }
}

const blocked = (
  can_send_message: Health['can_send_message'],
  error_code: number,
  error_description: string,
  possible_solution: string,
): Health => ({
  can_send_message,
  errors: [{ error_code, error_description, possible_solution }],
});

/** The worst of the entities is the whole's. */
function healthStatus(entities: ({ entity_type: string; id: string } & Health)[]) {
  const all = [...entities, { entity_type: 'APP', id: '1', can_send_message: 'AVAILABLE' as const }];
  const states = all.map(entity => entity.can_send_message);
  const can_send_message = (['BLOCKED', 'LIMITED'] as const).find(state => states.includes(state)) ?? 'AVAILABLE';
  return { can_send_message, entities: all };
}

/** Health is told only to who asks for it; the id comes always. */
function pick<T extends { id: string }>(all: T, health: () => object, fields: string | undefined): object {
  if (!fields) return all;
  const wanted = fields.split(',').map(field => field.trim());
  const known = Object.fromEntries(Object.entries(all).filter(([name]) => name === 'id' || wanted.includes(name)));
  return wanted.includes('health_status') ? { ...known, ...health() } : known;
}
