import { randomBytes } from 'node:crypto';

/** What an error says, wherever it is said: in an answer or in a failed status. */
export type ErrorBody = { code: number; title: string; details: string };

type Known = { http: number; title: string; details: string };

/** Meta's table: HTTP status, title, and what we say in detail unless the place that throws knows better. */
const KNOWN: Record<number, Known> = {
  1: { http: 400, title: 'API Unknown', details: 'Invalid request or possible server error' },
  2: { http: 503, title: 'API Service', details: 'Temporary due to downtime or due to being overloaded' },
  4: { http: 400, title: 'API Too Many Calls', details: 'The app has reached its API call rate limit' },
  10: { http: 403, title: 'API Permission Denied', details: 'Permission is either not granted or has been removed' },
  100: {
    http: 400,
    title: 'Invalid parameter',
    details: 'The request included one or more unsupported or misspelled parameters',
  },
  190: { http: 401, title: 'Access token has expired', details: 'Your access token has expired' },
  368: { http: 403, title: 'Temporarily blocked for policies violations', details: 'The account has been restricted' },
  80007: { http: 400, title: 'Rate limit issues', details: 'The WhatsApp Business Account has reached its rate limit' },
  130429: {
    http: 400,
    title: 'Rate limit hit',
    details:
      'Message failed to send because there were too many messages sent from this phone number in a short period of time',
  },
  130472: {
    http: 400,
    title: "User's number is part of an experiment",
    details: "Failed to send message because this user's phone number is part of an experiment",
  },
  131000: { http: 500, title: 'Something went wrong', details: 'Message failed to send due to an unknown error' },
  131005: { http: 403, title: 'Access denied', details: 'Permission is either not granted or has been removed' },
  131008: { http: 400, title: 'Required parameter is missing', details: 'The request is missing a required parameter' },
  131009: { http: 400, title: 'Parameter value is not valid', details: 'One or more parameter values are invalid' },
  131016: { http: 500, title: 'Service unavailable', details: 'A service is temporarily unavailable' },
  131021: { http: 400, title: 'Recipient cannot be sender', details: 'Sender and recipient phone number is the same' },
  131026: { http: 400, title: 'Message undeliverable', details: 'Message Undeliverable.' },
  131030: {
    http: 400,
    title: 'Recipient phone number not in allowed list',
    details: 'Recipient phone number not in allowed list',
  },
  131031: {
    http: 403,
    title: 'Account has been locked',
    details: 'The account has been restricted or disabled for violating a platform policy',
  },
  131042: {
    http: 400,
    title: 'Business eligibility payment issue',
    details: 'There was an error related to your payment method',
  },
  131047: {
    http: 400,
    title: 'Re-engagement message',
    details:
      'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
  },
  131048: {
    http: 400,
    title: 'Spam rate limit hit',
    details: 'There are restrictions on how many messages can be sent from this phone number',
  },
  131049: {
    http: 400,
    title: 'This message was not delivered to maintain healthy ecosystem engagement.',
    details: 'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.',
  },
  131050: {
    http: 400,
    title:
      'Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp from your business',
    details:
      'Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp from your business',
  },
  131051: { http: 400, title: 'Unsupported message type', details: 'Message type is currently not supported.' },
  131053: {
    http: 400,
    title: 'Media upload error',
    details: 'Unable to fetch or upload the media used in the message',
  },
  131056: {
    http: 400,
    title: '(Business Account, Consumer Account) pair rate limit hit',
    details:
      'Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time',
  },
  131057: {
    http: 500,
    title: 'Business Account in maintenance mode',
    details: 'Business Account is in maintenance mode',
  },
  131062: {
    http: 400,
    title: 'Business-scoped User ID (BSUID) recipients are not supported for this message',
    details: 'This message needs a phone number',
  },
  132000: {
    http: 400,
    title: 'Number of parameters does not match the expected number of params',
    details: 'The number of variable parameter values did not match the template',
  },
  132001: {
    http: 404,
    title: 'Template name does not exist in the translation',
    details: 'The template does not exist in the specified language or the template has not been approved',
  },
  132005: { http: 400, title: 'Translated text too long', details: 'Translated text is too long' },
  132012: {
    http: 400,
    title: 'Parameter format does not match format in the created template',
    details: 'Variable parameter values formatted incorrectly',
  },
  132015: {
    http: 400,
    title: 'Template is paused',
    details: 'Template is paused due to low quality so it cannot be sent in a template message.',
  },
  132016: {
    http: 400,
    title: 'Template is disabled',
    details: 'Template has been paused too many times due to low quality and is now permanently disabled.',
  },
  132018: {
    http: 400,
    title: 'There was an issue with the parameters in your template',
    details: 'Param text cannot have new-line/tab characters or more than 4 consecutive spaces',
  },
  133004: { http: 503, title: 'Server temporarily unavailable', details: 'The server is temporarily unavailable.' },
  133010: {
    http: 400,
    title: 'The account is not registered',
    details: 'Phone number not registered on the Whatsapp Business Platform.',
  },
};

/** A call that Meta refuses. Thrown anywhere below the routes, written once by `graphErrorAnswer`. */
export class GraphError extends Error {
  readonly body: ErrorBody;
  readonly http: number;
  readonly subcode: number | null;

  constructor(code: number, details?: string, subcode: number | null = null) {
    const known = KNOWN[code] ?? { http: 400, title: 'Generic user error', details: 'Generic user error' };
    super(known.title);
    this.body = { code, title: known.title, details: details ?? known.details };
    this.http = known.http;
    this.subcode = subcode;
  }
}

/** The answer's JSON. Errors of the Graph itself (100 without a message, 190, 0…) carry no `error_data`. */
export function graphErrorJson({ body, subcode }: GraphError) {
  const graphOnly = body.code === 190 || subcode !== null;
  return {
    error: {
      message: graphOnly ? body.details : `(#${body.code}) ${body.title}`,
      type: subcode === null ? 'OAuthException' : 'GraphMethodException',
      code: body.code,
      ...(graphOnly ? {} : { error_data: { messaging_product: 'whatsapp', details: body.details } }),
      ...(subcode === null ? {} : { error_subcode: subcode }),
      fbtrace_id: `A${randomBytes(16).toString('base64url')}`,
    },
  };
}

/** The object in the path is not one that the token may see; Meta does not say which of the two it is. */
export const noSuchObject = (method: string, id: string) =>
  new GraphError(
    100,
    `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
    33,
  );
