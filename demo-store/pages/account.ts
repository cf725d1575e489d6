import { html } from 'hono/html';
import { ACCOUNTS, type Account } from '../accounts/accounts.ts';
import type { Page } from './layout.ts';

export function accountPage(account: Account | null): Page {
  return {
    name: 'account',
    title: 'Your account · WoodEx',
    description: 'Sign in to your WoodEx account.',
    path: '/account',
    content: html`
      <section class="narrow">
        <h1>Your account</h1>
        ${account ? signedIn(account) : signedOut}
      </section>`,
  };
}

const signedIn = ({ name, email, phone, id }: Account) => html`
  <p class="lead">You are signed in as ${name}.</p>
  <div class="summary"><dl>
    <div><dt>Customer number</dt><dd>${id}</dd></div>
    <div><dt>E-mail</dt><dd>${email}</dd></div>
    <div><dt>Phone</dt><dd>${phone}</dd></div>
  </dl></div>
  <form method="post" action="/account/sign-out"><p class="actions"><button class="button plain">Sign out</button></p></form>`;

const signedOut = html`
  <p class="lead">Sign in as one of the demo’s customers. Our server then signs for the chat who you are, and your orders, visits and messages come together as one person.</p>
  ${ACCOUNTS.map(
    ({ id, name, email }) => html`
    <form method="post" action="/account/sign-in" class="account-choice">
      <input type="hidden" name="account" value="${id}">
      <p><strong>${name}</strong><br><span class="quiet">${email}</span></p>
      <button class="button">Sign in as ${name.split(' ')[0]}</button>
    </form>`,
  )}`;
