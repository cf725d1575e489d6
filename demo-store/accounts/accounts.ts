/** Customers with a login at this shop. It is a demo: whoever presses the button is believed. */
export type Account = { id: string; name: string; email: string; phone: string };

export const ACCOUNTS: readonly Account[] = [
  { id: 'C-1001', name: 'Anna Berg', email: 'anna.berg@example.com', phone: '+49 151 23456789' },
  { id: 'C-1002', name: 'Tom Visser', email: 'tom.visser@example.com', phone: '+31 6 12345678' },
];
