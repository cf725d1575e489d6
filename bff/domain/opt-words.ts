import type { ConsentAction, ConsentTopic } from './consent.ts';

/** A word with which somebody takes back or gives consent. */
export type OptWord = {
  action: ConsentAction;
  topic: ConsentTopic;
  /** Whose word it is, as a language's two letters; null: of many languages, or the merchant's own. */
  language: string | null;
  /** It also means something else (cancel the order?), and counts only as an answer to an offer. */
  isAmbiguous: boolean;
};

/** What a merchant's customers say besides. */
export type OwnWords = { stop: readonly string[]; start: readonly string[] };

/** Of every language in which a chat may be had. They stand here as people write them; what compares them is {@link fold}. */
const STOP: Record<string, string> = {
  '*': 'stop|stopall|stop all|unsubscribe|optout|opt out|revoke|quit',
  en: 'stop messages|stop messaging me|stop texting me|remove me|no more messages|leave me alone|stop please|please stop',
  de: 'stopp|stop bitte|abmelden|austragen|abbestellen|keine nachrichten mehr|bitte abmelden',
  es: 'parar|baja|detener|darme de baja|dar de baja|no más mensajes|cancelar suscripción|basta',
  pt: 'parar|pare|sair|descadastrar|cancelar inscrição|não quero mais|não enviar|parem',
  fr: 'arrêt|arrêter|arrêtez|désabonner|désinscrire|me désabonner|désinscription|stop svp',
  it: 'basta|ferma|fermati|disiscrivi|disiscrivimi|cancellami|annulla iscrizione|basta messaggi',
  nl: 'afmelden|uitschrijven|stoppen|geen berichten meer|stop aub',
  pl: 'wypisz|wypisz mnie|rezygnuję|rezygnacja|koniec wiadomości|nie pisz',
  tr: 'dur|durdur|abonelikten çık|çık|ret|mesaj istemiyorum',
  ar: 'إيقاف|ايقاف|توقف|أوقف|قف|إلغاء الاشتراك|الغاء الاشتراك|ستوب',
  ru: 'стоп|отписаться|отписка|отпишите меня|не пишите|хватит',
  uk: 'відписатися|відписатись|не пишіть|досить',
  he: 'הסר|הסירו|הסר אותי|עצור|תפסיקו',
  hi: 'रोकें|बंद करें|रुको|बंद करो',
  id: 'berhenti|henti|berhenti berlangganan',
  sv: 'stopp|stoppa|avregistrera|avsluta prenumeration',
  da: 'frameld|afmeld|stop venligst',
  nb: 'stopp|stans|meld meg av|avmeld',
  fi: 'lopeta|peruuta tilaus|poistu',
  cs: 'odhlásit|odhlásit se|zastavit|nepište',
  ro: 'dezabonare|dezaboneaza|opriți|opreste',
  el: 'διακοπή|διαγραφή|σταμάτα|απεγγραφή',
  zh: '停止|退订|取消订阅|退訂|取消訂閱',
  ja: '停止する|配信停止|登録解除|ストップ',
};

/** They end offers and nothing else. The first is what Meta's own button is called. */
const STOP_OFFERS: Record<string, string> = {
  en: 'stop promotions|stop offers|no more offers|no offers|stop marketing|stop ads',
  de: 'keine werbung|werbung stoppen|keine angebote|keine angebote mehr|werbung abbestellen',
  es: 'no más ofertas|parar promociones|detener promociones|no más promociones|sin publicidad',
  pt: 'parar promoções|sem promoções|não quero ofertas',
  fr: 'plus de pub|plus de publicité|arrêter les promotions|stop pub|plus d’offres',
  it: 'stop promozioni|niente offerte|niente pubblicità',
  nl: 'geen reclame|geen aanbiedingen|stop reclame',
  pl: 'bez reklam|koniec promocji|stop reklamom',
  tr: 'reklam istemiyorum|promosyonları durdur',
  ar: 'إيقاف العروض|لا أريد عروض',
  ru: 'без рекламы|не присылайте рекламу|стоп реклама',
};

/** Said to an offer they end it; said of an order they do not. */
const AMBIGUOUS: Record<string, string> = {
  en: 'cancel|end',
  de: 'ende|beenden|abbrechen|stornieren',
  es: 'cancelar|fin|terminar|para|alto',
  pt: 'cancelar|fim|encerrar',
  fr: 'annuler|fin|terminer',
  it: 'annulla|fine',
  nl: 'annuleren|einde',
  pl: 'anuluj|koniec',
  tr: 'iptal|iptal et|son',
  ar: 'إلغاء|الغاء|نهاية',
  ru: 'отмена|конец',
};

const START: Record<string, string> = {
  '*': 'start|unstop|subscribe|resubscribe|opt in|optin',
  de: 'anmelden|wieder anmelden',
  es: 'alta|empezar|iniciar|comenzar|reanudar',
  pt: 'iniciar|começar|voltar a receber|assinar',
  fr: 'démarrer|reprendre|réabonner|m’abonner|commencer',
  it: 'inizia|iscrivimi|riprendi',
  nl: 'aanmelden|inschrijven|beginnen',
  pl: 'zapisz|zapisz mnie|wznów',
  tr: 'başla|başlat|abone ol',
  ar: 'ابدأ|ابدا|اشتراك|ستارت',
  ru: 'старт|подписаться|начать',
};

/**
 * What the buttons of our templates and messages say of themselves, whatever their label. The names are the merchant's to use when a
 * template is made.
 */
const PAYLOADS: ReadonlyMap<string, OptWord> = new Map([
  ['woodex:stop', plain('opt-out', 'all')],
  ['woodex:stop-offers', plain('opt-out', 'marketing')],
  ['woodex:start', plain('opt-in', 'all')],
  ['woodex:start-offers', plain('opt-in', 'marketing')],
]);

/** As people write them, by language; `*`: in any. */
export const KNOWN_WORDS = {
  stop: split(STOP),
  stopOffers: split(STOP_OFFERS),
  stopAfterOffer: split(AMBIGUOUS),
  start: split(START),
} as const;

function split(table: Record<string, string>): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(table).map(([language, line]) => [language, line.split('|')]));
}

const LONGEST = 60;

/** Is the whole of what somebody wrote, or the label of the button that they tapped, such a word? */
export function optWordOf(text: string, own: OwnWords): OptWord | null {
  if (text.length > LONGEST) return null;
  const word = fold(text);
  if (word === '') return null;
  if (own.stop.some(stop => fold(stop) === word)) return plain('opt-out', 'all');
  if (own.start.some(start => fold(start) === word)) return plain('opt-in', 'all');
  return WORDS.get(word) ?? null;
}

/** What a button's payload says, if it is one of ours. */
export const optPayloadOf = (payload: string | undefined): OptWord | null =>
  PAYLOADS.get(payload?.trim().toLowerCase() ?? '') ?? null;

const YES = new Set(
  'yes|ja|jawohl|sí|si|sim|oui|sì|tak|evet|نعم|да|yes please|ja bitte|так|ναι|כן|हाँ|はい|是|ano|kyllä'
    .split('|')
    .map(fold),
);

/** A yes to a question that was asked; the whole of it. */
export const isYes = (text: string): boolean => text.length <= LONGEST && YES.has(fold(text));

/** Case, accents, and whatever stands around or between the words (dots, quotes, emoji, marks of direction) make no difference. */
export function fold(text: string): string {
  return (
    text
      // Turkish has two: an İ loses its dot with the accents.
      .replaceAll('ı', 'i')
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      // Only now: letters of a fancy font have no case before they are letters.
      .toLowerCase()
      .replaceAll('ł', 'l')
      .replaceAll('ß', 'ss')
      .replaceAll(/[’'ʼ`]/g, '')
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  );
}

const WORDS: ReadonlyMap<string, OptWord> = new Map([
  ...wordsOf(AMBIGUOUS, { action: 'opt-out', topic: 'all', isAmbiguous: true }),
  ...wordsOf(START, { action: 'opt-in', topic: 'all', isAmbiguous: false }),
  ...wordsOf(STOP_OFFERS, { action: 'opt-out', topic: 'marketing', isAmbiguous: false }),
  ...wordsOf(STOP, { action: 'opt-out', topic: 'all', isAmbiguous: false }),
]);

function plain(action: ConsentAction, topic: ConsentTopic): OptWord {
  return { action, topic, language: null, isAmbiguous: false };
}

/** A word of several languages is nobody's in particular. */
function wordsOf(table: Record<string, string>, meaning: Omit<OptWord, 'language'>): Map<string, OptWord> {
  const words = new Map<string, OptWord>();
  for (const [language, line] of Object.entries(table)) {
    for (const word of line.split('|').map(fold)) {
      words.set(word, { ...meaning, language: language === '*' || words.has(word) ? null : language });
    }
  }
  return words;
}
