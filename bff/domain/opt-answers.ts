/** What is said when somebody took back or gave their consent by WhatsApp. */
export type OptAnswer = 'stopped' | 'stopped-offers' | 'started' | 'confirm' | 'confirmed';

type Texts = Record<OptAnswer, string>;

/** `{shop}`, and in `confirm` the `{wording}` that was agreed to. The words to write are some of domain/opt-words.ts. */
const TEXTS: Record<string, Texts> = {
  en: {
    stopped:
      '{shop}: you will get no more automatic messages from us on WhatsApp. We still answer when you write. Write START to take this back.',
    'stopped-offers': '{shop}: you will get no more offers from us on WhatsApp. We still answer when you write.',
    started: '{shop}: this is taken back, you will hear from us again. Write STOP at any time to end it.',
    confirm:
      '{shop}: on our page this was agreed to: “{wording}”. Was that you? Write YES and it counts; otherwise nothing is sent.',
    confirmed: '{shop}: thank you, it is confirmed. Write STOP at any time to end it.',
  },
  de: {
    stopped:
      '{shop}: Sie erhalten von uns keine automatischen WhatsApp-Nachrichten mehr. Wenn Sie uns schreiben, antworten wir weiterhin. Mit START nehmen Sie das zurück.',
    'stopped-offers':
      '{shop}: Sie erhalten von uns keine Angebote mehr über WhatsApp. Wenn Sie uns schreiben, antworten wir weiterhin.',
    started: '{shop}: Das ist zurückgenommen, Sie hören wieder von uns. Mit STOP beenden Sie es jederzeit.',
    confirm:
      '{shop}: Auf unserer Seite wurde dem zugestimmt: „{wording}“. Waren Sie das? Mit JA bestätigen Sie es; sonst senden wir nichts.',
    confirmed: '{shop}: Danke, das ist bestätigt. Mit STOP beenden Sie es jederzeit.',
  },
  es: {
    stopped:
      '{shop}: ya no recibirá mensajes automáticos nuestros por WhatsApp. Si nos escribe, le seguiremos respondiendo. Escriba START para anularlo.',
    'stopped-offers':
      '{shop}: ya no recibirá ofertas nuestras por WhatsApp. Si nos escribe, le seguiremos respondiendo.',
    started: '{shop}: anulado, volverá a tener noticias nuestras. Escriba STOP cuando quiera para terminar.',
    confirm:
      '{shop}: en nuestra página se aceptó esto: «{wording}». ¿Fue usted? Escriba SÍ para confirmarlo; si no, no enviaremos nada.',
    confirmed: '{shop}: gracias, queda confirmado. Escriba STOP cuando quiera para terminar.',
  },
  pt: {
    stopped:
      '{shop}: não receberá mais mensagens automáticas nossas pelo WhatsApp. Continuamos a responder quando escrever. Escreva START para voltar atrás.',
    'stopped-offers':
      '{shop}: não receberá mais ofertas nossas pelo WhatsApp. Continuamos a responder quando escrever.',
    started: '{shop}: feito, voltará a receber as nossas mensagens. Escreva STOP a qualquer momento para parar.',
    confirm:
      '{shop}: na nossa página foi aceite isto: “{wording}”. Foi você? Escreva SIM para confirmar; caso contrário nada será enviado.',
    confirmed: '{shop}: obrigado, está confirmado. Escreva STOP a qualquer momento para parar.',
  },
  fr: {
    stopped:
      '{shop} : vous ne recevrez plus de messages automatiques de notre part sur WhatsApp. Nous répondons toujours si vous écrivez. Écrivez START pour revenir en arrière.',
    'stopped-offers':
      '{shop} : vous ne recevrez plus d’offres de notre part sur WhatsApp. Nous répondons toujours si vous écrivez.',
    started: '{shop} : c’est annulé, vous aurez à nouveau de nos nouvelles. Écrivez STOP à tout moment pour arrêter.',
    confirm:
      '{shop} : sur notre page, ceci a été accepté : « {wording} ». Était-ce vous ? Écrivez OUI pour confirmer ; sinon rien ne sera envoyé.',
    confirmed: '{shop} : merci, c’est confirmé. Écrivez STOP à tout moment pour arrêter.',
  },
  it: {
    stopped:
      '{shop}: non riceverà più messaggi automatici da noi su WhatsApp. Se ci scrive, rispondiamo comunque. Scriva START per tornare indietro.',
    'stopped-offers': '{shop}: non riceverà più offerte da noi su WhatsApp. Se ci scrive, rispondiamo comunque.',
    started: '{shop}: annullato, riceverà di nuovo i nostri messaggi. Scriva STOP in qualsiasi momento per smettere.',
    confirm:
      '{shop}: sulla nostra pagina è stato accettato: «{wording}». È stato lei? Scriva SÌ per confermare; altrimenti non invieremo nulla.',
    confirmed: '{shop}: grazie, è confermato. Scriva STOP in qualsiasi momento per smettere.',
  },
  nl: {
    stopped:
      '{shop}: u krijgt van ons geen automatische WhatsApp-berichten meer. Als u schrijft, antwoorden we nog steeds. Schrijf START om dit terug te nemen.',
    'stopped-offers':
      '{shop}: u krijgt van ons geen aanbiedingen meer via WhatsApp. Als u schrijft, antwoorden we nog steeds.',
    started: '{shop}: dit is teruggenomen, u hoort weer van ons. Schrijf STOP om het op elk moment te beëindigen.',
    confirm:
      '{shop}: op onze pagina is hiermee ingestemd: “{wording}”. Was u dat? Schrijf JA om het te bevestigen; anders sturen we niets.',
    confirmed: '{shop}: bedankt, het is bevestigd. Schrijf STOP om het op elk moment te beëindigen.',
  },
  pl: {
    stopped:
      '{shop}: nie będziemy już wysyłać automatycznych wiadomości na WhatsAppie. Nadal odpowiemy, gdy Państwo napiszą. START cofa tę decyzję.',
    'stopped-offers': '{shop}: nie będziemy już wysyłać ofert na WhatsAppie. Nadal odpowiemy, gdy Państwo napiszą.',
    started: '{shop}: cofnięto, znów będziemy pisać. STOP kończy to w każdej chwili.',
    confirm:
      '{shop}: na naszej stronie wyrażono zgodę: „{wording}”. Czy to Państwo? Proszę napisać TAK, aby potwierdzić; inaczej nic nie wyślemy.',
    confirmed: '{shop}: dziękujemy, potwierdzone. STOP kończy to w każdej chwili.',
  },
  tr: {
    stopped:
      '{shop}: WhatsApp üzerinden artık otomatik mesaj göndermeyeceğiz. Bize yazarsanız yine yanıtlarız. Geri almak için START yazın.',
    'stopped-offers': '{shop}: WhatsApp üzerinden artık teklif göndermeyeceğiz. Bize yazarsanız yine yanıtlarız.',
    started: '{shop}: geri alındı, size yeniden yazacağız. İstediğiniz zaman bitirmek için STOP yazın.',
    confirm:
      '{shop}: sayfamızda şu onaylandı: “{wording}”. Bu siz miydiniz? Onaylamak için EVET yazın; aksi halde hiçbir şey gönderilmez.',
    confirmed: '{shop}: teşekkürler, onaylandı. İstediğiniz zaman bitirmek için STOP yazın.',
  },
  ar: {
    stopped: '{shop}: لن تصلك منا رسائل تلقائية عبر واتساب بعد الآن. سنرد عليك كلما كتبت إلينا. اكتب START للتراجع.',
    'stopped-offers': '{shop}: لن تصلك منا عروض عبر واتساب بعد الآن. سنرد عليك كلما كتبت إلينا.',
    started: '{shop}: تم التراجع، ستصلك رسائلنا من جديد. اكتب STOP في أي وقت لإيقافها.',
    confirm: '{shop}: تمت الموافقة في صفحتنا على: «{wording}». هل كنت أنت؟ اكتب نعم للتأكيد، وإلا فلن نرسل شيئًا.',
    confirmed: '{shop}: شكرًا، تم التأكيد. اكتب STOP في أي وقت لإيقافها.',
  },
  ru: {
    stopped:
      '{shop}: мы больше не будем присылать автоматические сообщения в WhatsApp. Если вы напишете, мы ответим. Напишите START, чтобы отменить это.',
    'stopped-offers': '{shop}: мы больше не будем присылать предложения в WhatsApp. Если вы напишете, мы ответим.',
    started: '{shop}: отменено, мы снова будем писать вам. Напишите STOP в любой момент, чтобы прекратить.',
    confirm:
      '{shop}: на нашей странице дано согласие: «{wording}». Это были вы? Напишите ДА, чтобы подтвердить; иначе мы ничего не пришлём.',
    confirmed: '{shop}: спасибо, подтверждено. Напишите STOP в любой момент, чтобы прекратить.',
  },
};

/** Where a phone is from says which language is likely, when nothing else does. By calling code. */
const LANGUAGES: [codes: string, language: string][] = [
  ['49 43', 'de'],
  ['34 52 54 56 57 51 58 591 593 595 598 502 503 504 505 506 507', 'es'],
  ['55 351 244 258', 'pt'],
  ['33 221 225 237', 'fr'],
  ['39', 'it'],
  ['31', 'nl'],
  ['48', 'pl'],
  ['90', 'tr'],
  ['20 212 213 216 218 249 961 962 963 964 965 966 967 968 970 971 973 974', 'ar'],
  ['7 375', 'ru'],
];

/** The first of these that there are texts in; the phone's country has the last word. `known`: BCP 47 tags, or nothing. */
export function answerLanguage(known: readonly (string | null)[], phone: string | null): string {
  for (const tag of known) {
    const language = tag?.toLowerCase().split('-')[0];
    if (language && Object.hasOwn(TEXTS, language)) return language;
  }
  const digits = phone?.replace(/\D/g, '') ?? '';
  return LANGUAGES.find(([codes]) => codes.split(' ').some(code => digits.startsWith(code)))?.[1] ?? 'en';
}

/** All that is answered in a language; null: somebody who speaks it is answered in another. */
export function optAnswers(language: string, shop: string): Texts | null {
  if (!Object.hasOwn(TEXTS, language)) return null;
  const texts = Object.entries(TEXTS[language]!).map(([answer, text]) => [answer, text.replace('{shop}', () => shop)]);
  return Object.fromEntries(texts) as Texts;
}

/** @param language of {@link answerLanguage} */
export function optAnswer(
  language: string,
  answer: OptAnswer,
  { shop, wording = '' }: { shop: string; wording?: string },
) {
  const text = (TEXTS[language] ?? TEXTS.en!)[answer];
  return text.replace('{shop}', () => shop).replace('{wording}', () => wording);
}
