/** HTTP status, title, and what we say in detail unless the place that throws knows better (null: the title again). */
type Known = [http: number, title: string, details: string | null];

/** Meta's table of error codes. */
const KNOWN: Record<number, Known> = {
  0: [401, 'AuthException', 'We were unable to authenticate the app user'],
  1: [400, 'API Unknown', 'Invalid request or possible server error'],
  2: [503, 'API Service', 'Temporary due to downtime or due to being overloaded'],
  3: [500, 'API Method', 'Capability or permissions issue'],
  4: [400, 'API Too Many Calls', 'The app has reached its API call rate limit'],
  10: [403, 'API Permission Denied', 'Permission is either not granted or has been removed'],
  33: [400, 'Parameter value is not valid', 'The business phone number has been deleted'],
  100: [400, 'Invalid parameter', 'The request included one or more unsupported or misspelled parameters'],
  190: [401, 'Access token has expired', 'Your access token has expired'],
  200: [403, 'API Permission', 'Permission is either not granted or has been removed'],
  368: [403, 'Temporarily blocked for policies violations', 'The account has been restricted'],
  613: [400, 'Calls to this API have exceeded the rate limit', null],
  80007: [400, 'Rate limit issues', 'The WhatsApp Business Account has reached its rate limit'],
  130429: [
    400,
    'Rate limit hit',
    'Message failed to send because there were too many messages sent from this phone number in a short period of time',
  ],
  130472: [
    400,
    "User's number is part of an experiment",
    "Failed to send message because this user's phone number is part of an experiment",
  ],
  130497: [
    403,
    'Business account is restricted from messaging users in this country',
    'Message failed to send because the business may not message users in this country',
  ],
  131000: [500, 'Something went wrong', 'Message failed to send due to an unknown error'],
  131005: [403, 'Access denied', 'Permission is either not granted or has been removed'],
  131008: [400, 'Required parameter is missing', 'The request is missing a required parameter'],
  131009: [400, 'Parameter value is not valid', 'One or more parameter values are invalid'],
  131014: [400, 'Request for url failed', 'The url of the media could not be fetched'],
  131016: [500, 'Service unavailable', 'A service is temporarily unavailable'],
  131020: [400, 'Group has a single member', 'A group with a single member cannot be written to'],
  131021: [400, 'Recipient cannot be sender', 'Sender and recipient phone number is the same'],
  131026: [400, 'Message undeliverable', 'Message Undeliverable.'],
  131030: [400, 'Recipient phone number not in allowed list', null],
  131031: [
    403,
    'Account has been locked',
    'The account has been restricted or disabled for violating a platform policy',
  ],
  131037: [
    400,
    'WhatsApp provided number needs display name approval before message can be sent',
    'The display name of the number is not approved',
  ],
  131042: [400, 'Business eligibility payment issue', 'There was an error related to your payment method'],
  131044: [400, 'Business eligibility payment issue', null],
  131045: [500, 'Incorrect certificate', 'Message failed to send due to a phone number registration error'],
  131047: [
    400,
    'Re-engagement message',
    'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
  ],
  131048: [
    400,
    'Spam rate limit hit',
    'There are restrictions on how many messages can be sent from this phone number',
  ],
  131049: [
    400,
    'This message was not delivered to maintain healthy ecosystem engagement.',
    'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.',
  ],
  131050: [
    400,
    'Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp from your business',
    null,
  ],
  131051: [400, 'Unsupported message type', 'Message type is currently not supported.'],
  131052: [400, 'Media download error', 'Unable to download the media sent by the user'],
  131053: [400, 'Media upload error', 'Unable to fetch or upload the media used in the message'],
  131055: [400, 'Method not allowed', 'This message cannot be sent by this API'],
  131056: [
    400,
    '(Business Account, Consumer Account) pair rate limit hit',
    'Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time',
  ],
  131057: [500, 'Business Account in maintenance mode', 'Business Account is in maintenance mode'],
  131062: [
    400,
    'Business-scoped User ID (BSUID) recipients are not supported for this message',
    'This message needs a phone number',
  ],
  131063: [400, 'Marketing templates are disabled', 'Marketing templates are disabled on Cloud API for this account'],
  131064: [400, 'Account limited', 'The account is limited because of template category violations'],
  132000: [
    400,
    'Number of parameters does not match the expected number of params',
    'The number of variable parameter values did not match the template',
  ],
  132001: [
    404,
    'Template name does not exist in the translation',
    'The template does not exist in the specified language or the template has not been approved',
  ],
  132005: [400, 'Translated text too long', 'Translated text is too long'],
  132007: [400, 'Template format character policy violated', 'The template content violates a WhatsApp policy'],
  132008: [400, 'Template parameter value is badly formatted', null],
  132012: [
    400,
    'Parameter format does not match format in the created template',
    'Variable parameter values formatted incorrectly',
  ],
  132015: [
    400,
    'Template is paused',
    'Template is paused due to low quality so it cannot be sent in a template message.',
  ],
  132016: [
    400,
    'Template is disabled',
    'Template has been paused too many times due to low quality and is now permanently disabled.',
  ],
  132018: [
    400,
    'There was an issue with the parameters in your template',
    'Param text cannot have new-line/tab characters or more than 4 consecutive spaces',
  ],
  132068: [400, 'Flow is blocked', null],
  132069: [
    400,
    'Flow is throttled',
    'Flow is in throttled state and 10 messages using it were already sent in the last hour',
  ],
  133000: [500, 'Incomplete deregistration', 'A previous deregistration attempt failed'],
  133004: [503, 'Server temporarily unavailable', 'The server is temporarily unavailable.'],
  133005: [400, 'Two-step verification PIN mismatch', 'The two-step verification PIN is incorrect'],
  133006: [400, 'Phone number re-verification needed', 'The phone number needs to be verified before it is registered'],
  133008: [400, 'Too many two-step verification PIN guesses', null],
  133009: [400, 'Two-step verification PIN guessed too fast', null],
  133010: [400, 'The account is not registered', 'Phone number not registered on the Whatsapp Business Platform.'],
  133015: [400, 'Please wait a few minutes before attempting to register this phone number', null],
  133016: [400, 'Account register or deregister rate limit exceeded', null],
  134011: [400, 'WhatsApp Payments terms of service have not been accepted', null],
  134100: [400, 'Only marketing messages are supported', 'The Marketing Messages API takes marketing templates alone'],
  134101: [400, 'Template is still being synced', 'Template sync takes up to 10 minutes'],
  134102: [500, 'Template unavailable for use', null],
  135000: [
    400,
    'Generic user error',
    'Message failed to send because of an unknown error with your request parameters',
  ],
  137000: [400, 'Identity key hash mismatch', 'The identity of the user has changed'],
  139100: [400, 'Failed to block or unblock some users', 'Some users could not be blocked or unblocked'],
  139101: [400, 'Blocklist limit reached', 'The block list has no more room'],
  139102: [400, 'Blocklist concurrent update', 'The block list was changed at the same time'],
  139103: [400, 'Blocklist internal error', 'Internal error'],
  2388019: [400, 'Message template limit exceeded', 'The limit of message templates is reached'],
  2388023: [
    400,
    'Message template language is being deleted',
    'New content in this language cannot be added while the existing content is being deleted',
  ],
  2388024: [
    400,
    'Content in this language already exists',
    'There is already content in this language for this template',
  ],
  2388040: [400, 'Field too long', null],
  2388047: [400, 'Message header format is incorrect', null],
  2388072: [400, 'Message body format is incorrect', null],
  2388073: [400, 'Message footer format is incorrect', null],
  2388293: [400, 'Parameter words ratio exceeded', 'This template has too many variables for its length'],
  2388299: [
    400,
    'Leading or trailing parameters not allowed',
    'Variables cannot be at the start or end of the template',
  ],
  2494100: [500, 'Phone number in maintenance', 'The phone number is being moved to another server'],
};

/** Whole families that the table does not name one by one: groups, calling, usernames, the Graph's permissions. */
const FAMILIES: [from: number, to: number, known: Known][] = [
  [200, 299, [403, 'API Permission', 'Permission is either not granted or has been removed']],
  [131201, 131215, [400, 'Group error', 'The group does not allow this']],
  [138000, 138018, [400, 'Calling error', 'The call could not be made']],
  [147001, 147005, [400, 'Username error', 'The username cannot be used']],
  [200005, 200007, [400, 'Template insights are not available', null]],
];

/** What Meta says with this code; a code it does not have is a generic user error. */
export function knownError(code: number): { http: number; title: string; details: string } {
  const family = FAMILIES.find(([from, to]) => code >= from && code <= to);
  const [http, title, details] = KNOWN[code] ?? family?.[2] ?? [400, 'Generic user error', null];
  return { http, title, details: details ?? title };
}
