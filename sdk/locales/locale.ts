/** A text for each plural form of the language; `{n}` is the number. `other` is always there. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** All that the panel says in one language. */
export type Locale = {
  /** BCP 47. */
  lang: string;
  dir: 'ltr' | 'rtl';
  title: string;
  subtitle: string;
  greeting: string;
  close: string;
  transcript: string;
  you: string;
  shop: string;
  today: string;
  yesterday: string;
  newMessages: string;
  toNewest: string;
  older: string;
  typing: string;
  message: string;
  placeholder: string;
  send: string;
  charactersLeft: Plural;
  sending: string;
  waiting: string;
  sent: string;
  seen: string;
  failed: string;
  failedTooLong: string;
  retry: string;
  discard: string;
  offline: string;
  reconnecting: string;
  unreachable: string;
  whatsapp: string;
  whatsappOpen: string;
  whatsappWait: string;
  whatsappFailed: string;
  viaWhatsapp: string;
  linkedToWhatsapp: string;
  numberChanged: string;
  optedOut: string;
  optedOutOfOffers: string;
  optedIn: string;
  newWindow: string;
  attachment: Record<'image' | 'video' | 'audio' | 'document' | 'sticker', string>;
  location: string;
  contacts: string;
  unsupported: string;
  reactionRemoved: string;
};
