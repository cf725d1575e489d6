import type { MetaView, PhoneView } from './api.ts';

/** Where the page starts: `/?phone=&chat=`, or a wa.me link: `/wa.me/{digits}?text=&phone=`. */
export function readAddress(
  { pathname, search }: { pathname: string; search: string },
  phones: PhoneView[],
  { accounts }: MetaView,
  lastPhoneId: string | null,
): { phoneId: string; chatId: string | null; draft: string; problem: string | null } {
  const query = new URLSearchParams(search);
  const wanted = query.get('phone') ?? lastPhoneId;
  const phoneId = (phones.find(phone => phone.id === wanted) ?? phones[0])?.id ?? '';
  const numbers = accounts.flatMap(account => account.numbers);
  const digits = /^\/wa\.me\/(.+)$/.exec(pathname)?.[1];
  if (digits === undefined) {
    const chat = numbers.find(number => number.phoneNumberId === query.get('chat'));
    return { phoneId, chatId: chat?.phoneNumberId ?? null, draft: '', problem: null };
  }
  const business = numbers.find(number => number.displayPhoneNumber.replace(/\D/g, '') === digits);
  return {
    phoneId,
    chatId: business?.phoneNumberId ?? null,
    draft: query.get('text') ?? '',
    problem: business ? null : `The phone number +${decodeURIComponent(digits)} isn't on WhatsApp.`,
  };
}
