import { consentGiven } from './consent.js';

/** Marks in this tab for whom the chat was told already. */
const KEY = 'woodex-shop-identified';

/** Tells the chat's script who is logged in, in words signed by the shop's server; after signing out, to forget it. */
export async function identify() {
  // The chat's script tells nothing before consent.
  if (consentGiven() !== 'granted') return;
  const { account } = document.body.dataset;
  const told = sessionStorage.getItem(KEY);
  if (!account) {
    if (!told) return;
    sessionStorage.removeItem(KEY);
    push('reset');
    return;
  }
  if (told === account) return;
  const response = await fetch('/account/identity', { method: 'POST' });
  const { token } = await response.json();
  if (!token) return;
  push('identify', token);
  sessionStorage.setItem(KEY, account);
}

/** @param {...string} command */
function push(...command) {
  window.woodex ??= [];
  window.woodex.push(command);
}

/** What the shop's server may name this browser by, once the shopper has agreed; else undefined. Never keeps an order waiting. */
export async function visitor() {
  const id = window.woodex?.journeyId;
  const known = typeof id === 'function' ? id() : id;
  return (await Promise.race([known, new Promise(resolve => setTimeout(resolve, 500))])) ?? undefined;
}
