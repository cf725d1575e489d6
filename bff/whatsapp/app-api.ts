import {
  type Ambiguous,
  type GraphAnswer,
  type GraphSettings,
  graphGet,
  type Refused,
  type Unreachable,
} from './graph-request.ts';
import { idOf, type JsonObject, listOf, numberOf, objectOf, textOf } from './json.ts';

/** Meta's answer as what was asked for, or why there is none. */
export type Told<T> = { kind: 'told'; value: T } | Refused | Ambiguous | Unreachable;

export const told = <T>(answer: GraphAnswer, read: (body: JsonObject) => T): Told<T> =>
  answer.kind === 'answered' ? { kind: 'told', value: read(answer.body) } : answer;

/** What Meta says of an access token (Graph API, "Debug token"). */
export type TokenFacts = {
  isValid: boolean;
  /** Which app it was made for. */
  appId: string | null;
  scopes: string[];
  /** Null: it does not end. */
  expiresAt: Date | null;
  /** The WhatsApp Business Accounts that it may manage; empty when Meta names none, which means all. */
  accountIds: string[];
  /** Meta's own words when it is not valid. */
  words: string | null;
};

export type AppCredentials = { appId: string; appSecret: string };

export type AppApi = {
  /** The app's name: told only to who has its secret. */
  readApp(app: AppCredentials): Promise<Told<{ name: string | null }>>;
  inspectToken(app: AppCredentials, accessToken: string): Promise<Told<TokenFacts>>;
};

/** What a Meta app can ask about itself. It never throws and never logs. */
export function appApi(settings: GraphSettings): AppApi {
  return {
    async readApp(app) {
      const path = encodeURIComponent(app.appId);
      const answer = await graphGet(settings, { path, query: { fields: 'id,name' }, ...asApp(app) });
      return told(answer, body => ({ name: textOf(body.name) ?? null }));
    },

    async inspectToken(app, accessToken) {
      const { accessToken: appToken, secrets } = asApp(app);
      const answer = await graphGet(settings, {
        path: 'debug_token',
        query: { input_token: accessToken },
        accessToken: appToken,
        secrets: [...secrets, accessToken],
      });
      return told(answer, body => factsOf(objectOf(body.data) ?? {}));
    },
  };
}

/** An app speaks for itself with its id and its secret. */
const asApp = ({ appId, appSecret }: AppCredentials) => ({
  accessToken: `${appId}|${appSecret}`,
  secrets: [appSecret],
});

function factsOf(data: JsonObject): TokenFacts {
  const ends = numberOf(data.expires_at) ?? 0;
  const scopes = Array.isArray(data.scopes) ? data.scopes.map(textOf).filter(scope => scope !== undefined) : [];
  const granted = listOf(data.granular_scopes).filter(
    ({ scope }) => scope === 'whatsapp_business_management' || scope === 'whatsapp_business_messaging',
  );
  const accountIds = granted.flatMap(({ target_ids: ids }) => (Array.isArray(ids) ? ids.map(idOf) : []));
  return {
    isValid: data.is_valid === true,
    appId: idOf(data.app_id) ?? null,
    scopes,
    expiresAt: ends > 0 ? new Date(ends * 1000) : null,
    accountIds: [...new Set(accountIds.filter(id => id !== undefined))],
    words: textOf(objectOf(data.error)?.message) ?? null,
  };
}
