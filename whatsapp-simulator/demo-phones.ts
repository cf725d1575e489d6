import type { NewPhone } from './phones.ts';

/** The people of the demo: a wa_id that differs from the number, a plain one, a right-to-left name, a hidden number. */
export const DEMO_PHONES: NewPhone[] = [
  { id: 'ana', name: 'Ana Souza', phone: '+55 41 98888-7777', bsuid: 'BR.13491208655302741918' },
  { id: 'lena', name: 'Lena Fischer', phone: '+49 151 23456789', bsuid: 'DE.20817734591620044871' },
  { id: 'omar', name: 'عمر حداد', phone: '+971 50 123 4567', bsuid: 'AE.77120934456718203345' },
  { id: 'sofia', name: 'Sofía Reyes', phone: '+52 55 1234 5678', bsuid: 'MX.50928817364455120937', hidesPhone: true },
];
