import { type Told, told } from './app-api.ts';
import { type GraphSettings, graphGet, graphPost } from './graph-request.ts';
import { idOf, type JsonObject, listOf, objectOf, textOf } from './json.ts';

/** A business number as Meta describes it, in Meta's words; null where it says nothing. */
export type NumberInfo = {
  phoneNumberId: string;
  displayPhone: string;
  verifiedName: string | null;
  nameStatus: string | null;
  /** GREEN, YELLOW, RED or UNKNOWN. */
  quality: string | null;
  /** STANDARD or HIGH. */
  throughput: string | null;
  /** TIER_250, TIER_2K … of the whole business portfolio. */
  tier: string | null;
  /** CONNECTED once it is registered. */
  status: string | null;
  /** It is used in the WhatsApp Business app, too. */
  isOnPhone: boolean;
};

/** May it send (Meta, "Messaging health status"): AVAILABLE, LIMITED or BLOCKED, and what stands in the way. */
export type NumberHealth = { canSend: string | null; troubles: { code: number | null; words: string; mend: string }[] };

type Caller = { accessToken: string };
type Done = { success: boolean };

export type NumberApi = {
  listNumbers(request: Caller & { wabaId: string }): Promise<Told<NumberInfo[]>>;
  readNumber(request: Caller & { phoneNumberId: string }): Promise<Told<NumberInfo>>;
  readHealth(request: Caller & { phoneNumberId: string }): Promise<Told<NumberHealth>>;
  /** The business portfolio that owns an account. */
  readPortfolio(request: Caller & { wabaId: string }): Promise<Told<{ portfolioId: string | null }>>;
  /** @param pin six digits; the number's own where it has one, else it gets this one */
  register(request: Caller & { phoneNumberId: string; pin: string }): Promise<Told<Done>>;
  /** The ids of the apps that are told of an account. */
  listSubscribed(request: Caller & { wabaId: string }): Promise<Told<string[]>>;
  /** @param webhook where this account's webhooks go instead of the app's own address; Meta asks there at once */
  subscribe(
    request: Caller & { wabaId: string; webhook?: { url: string; verifyToken: string } | undefined },
  ): Promise<Told<Done>>;
};

const FIELDS =
  'id,display_phone_number,verified_name,quality_rating,throughput,whatsapp_business_manager_messaging_limit,name_status,code_verification_status';
/** Not every version knows these. */
const MORE_FIELDS = 'status,platform_type,is_on_biz_app';
const MOST_NUMBERS = '100';
const UNKNOWN_FIELD = 100;

/** What a token can ask about the numbers of an account. It never throws and never logs. */
export function numberApi(settings: GraphSettings): NumberApi {
  const ask = async (path: string, accessToken: string, query: Record<string, string> = {}) => {
    const whole = await graphGet(settings, {
      path,
      accessToken,
      query: { ...query, fields: `${FIELDS},${MORE_FIELDS}` },
    });
    return whole.kind === 'refused' && whole.code === UNKNOWN_FIELD && /field/i.test(whole.title)
      ? graphGet(settings, { path, accessToken, query: { ...query, fields: FIELDS } })
      : whole;
  };
  const subscriptions = (wabaId: string) => `${encodeURIComponent(wabaId)}/subscribed_apps`;

  return {
    async listNumbers({ wabaId, accessToken }) {
      const answer = await ask(`${encodeURIComponent(wabaId)}/phone_numbers`, accessToken, { limit: MOST_NUMBERS });
      return told(answer, body => listOf(body.data).map(infoOf));
    },
    async readNumber({ phoneNumberId, accessToken }) {
      return told(await ask(encodeURIComponent(phoneNumberId), accessToken), infoOf);
    },
    async readHealth({ phoneNumberId, accessToken }) {
      const query = { fields: 'health_status' };
      const answer = await graphGet(settings, { path: encodeURIComponent(phoneNumberId), accessToken, query });
      return told(answer, body => healthOf(objectOf(body.health_status) ?? {}));
    },
    async readPortfolio({ wabaId, accessToken }) {
      const query = { fields: 'id,owner_business_info' };
      const answer = await graphGet(settings, { path: encodeURIComponent(wabaId), accessToken, query });
      return told(answer, body => ({ portfolioId: idOf(objectOf(body.owner_business_info)?.id) ?? null }));
    },
    async register({ phoneNumberId, accessToken, pin }) {
      const body = { messaging_product: 'whatsapp', pin };
      return told(
        await graphPost(settings, { path: `${encodeURIComponent(phoneNumberId)}/register`, accessToken, body }),
        done,
      );
    },
    async listSubscribed({ wabaId, accessToken }) {
      return told(await graphGet(settings, { path: subscriptions(wabaId), accessToken }), body =>
        listOf(body.data).map(({ whatsapp_business_api_data: app }) => idOf(objectOf(app)?.id) ?? ''),
      );
    },
    async subscribe({ wabaId, accessToken, webhook }) {
      const body = webhook ? { override_callback_uri: webhook.url, verify_token: webhook.verifyToken } : {};
      return told(await graphPost(settings, { path: subscriptions(wabaId), accessToken, body }), done);
    },
  };
}

const done = (body: JsonObject): Done => ({ success: body.success === true });

function infoOf(body: JsonObject): NumberInfo {
  const tier = body.whatsapp_business_manager_messaging_limit;
  return {
    phoneNumberId: idOf(body.id) ?? '',
    displayPhone: textOf(body.display_phone_number) ?? '',
    verifiedName: textOf(body.verified_name) ?? null,
    nameStatus: textOf(body.name_status) ?? null,
    quality: textOf(body.quality_rating) ?? null,
    throughput: textOf(objectOf(body.throughput)?.level) ?? null,
    tier: textOf(tier) ?? textOf(objectOf(tier)?.current_limit) ?? null,
    status: textOf(body.status) ?? null,
    isOnPhone: body.is_on_biz_app === true,
  };
}

function healthOf(status: JsonObject): NumberHealth {
  const errors = listOf(status.entities).flatMap(entity => listOf(entity.errors));
  return {
    canSend: textOf(status.can_send_message) ?? null,
    troubles: errors.map(error => ({
      code: Number(textOf(error.error_code)) || null,
      words: textOf(error.error_description) ?? '',
      mend: textOf(error.possible_solution) ?? '',
    })),
  };
}
