import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { FakeServer, json, problem } from '../testing/fake-server.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { id, ME, message, messages, minute } from '../testing/samples.ts';
import { deepText, find, press, see, text, until } from '../testing/screen.ts';
import type { WxApp } from './wx-app.ts';
import './wx-app.ts';

async function login(password: string) {
  await until(() => find('#email'));
  find<HTMLInputElement>('#email')!.value = 'lena@woodex.demo';
  find<HTMLInputElement>('#password')!.value = password;
  find<HTMLFormElement>('form')!.requestSubmit();
}

async function write(words: string) {
  const area = find<HTMLTextAreaElement>('textarea')!;
  area.value = words;
  area.dispatchEvent(new Event('input', { bubbles: true }));
  area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
}

describe('the dashboard', () => {
  let server: FakeServer;
  const address = location.href;
  const open = async (path: string) => {
    history.replaceState(null, '', path);
    return fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
  };

  beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
    server = new FakeServer();
    server.add(2);
    server.add(1, messages(1, 3));
  });
  afterEach(() => history.replaceState(null, '', address));

  it('asks for the login, says when it is wrong, and then shows what the address names', async () => {
    server.isSignedIn = false;
    await open(`/admin/conversations/${id(1)}`);
    await login('wrong');
    await see('#login-error', 'E-mail or password is wrong');
    await expect(find('wx-login-page')!).to.be.accessible();
    await login('right');
    await see('wx-message-log', 'message 3');
    expect(find('wx-login-page')).to.equal(null);
    expect(location.pathname).to.equal(`/admin/conversations/${id(1)}`);
  });

  it('asks for the login anywhere when the session has ended, and goes back to the same place', async () => {
    await open(`/admin/conversations/${id(1)}?view=all`);
    await see('wx-message-log', 'message 3');
    server.isSignedIn = false;
    find<HTMLElement>('wx-conversation-header > .button, .button[title^=Resolve]')!.click();
    await login('right');
    await see('wx-message-log', 'message 3');
    expect(location.search).to.equal('?view=all');
  });

  it('shows a message as it arrives, in the row and in the open thread, without asking again', async () => {
    await open(`/admin/conversations/${id(1)}`);
    await see('wx-message-log', 'message 3');
    await until(() => server.openStreams === 1);
    const asked = server.to('GET', 'conversations').length;
    server.receive(1, message(4, { content: { kind: 'text', text: 'still there?' } }));
    await see('wx-message-log', 'still there?');
    await see('wx-inbox-row', 'still there?');
    expect(server.to('GET', 'conversations').length).to.equal(asked);
  });

  it('begins the stream after the last update that the list knew', async () => {
    await open('/admin/conversations');
    await until(() => server.openStreams === 1);
    expect(server.to('GET', 'stream')[0]!.headers.get('last-event-id')).to.equal('100');
  });

  it('fetches what lies between when an update skips ahead', async () => {
    await open(`/admin/conversations/${id(1)}`);
    await see('wx-message-log', 'message 3');
    await until(() => server.openStreams === 1);
    server.conversations[1]!.messages.push(message(4));
    server.receive(1, message(5));
    await see('wx-message-log', 'message 5');
    expect(text('wx-message-log')).to.contain('message 4');
  });

  it('reloads list and thread when the past is gone', async () => {
    await open(`/admin/conversations/${id(1)}`);
    await see('wx-message-log', 'message 3');
    await until(() => server.openStreams === 1);
    server.conversations[1]!.messages.push(message(4));
    server.add(7, undefined, { customer: { ...server.conversations[0]!.head.customer, fullName: 'Newcomer' } });
    server.seq = 500;
    server.emit('id: 500\nevent: reset\ndata: {"to":500}\n\n');
    await see('wx-message-log', 'message 4');
    await see('wx-inbox-list', 'Newcomer');
  });

  it('shows an answer at once, and the same one once when the server has it', async () => {
    await open(`/admin/conversations/${id(1)}`);
    await see('wx-message-log', 'message 3');
    await write('We do.');
    await until(() => find('wx-outbox-message') === null && text('wx-message-log').includes('We do.'));
    expect(text('wx-message-log').split('We do.').length).to.equal(2);
    expect(server.to('POST', /messages$/)[0]!.body).to.include({ text: 'We do.', channel: 'web' });
  });

  it('keeps an answer while the server is away and sends it with the same id', async () => {
    await open(`/admin/conversations/${id(1)}`);
    await see('wx-message-log', 'message 3');
    server.isDown = true;
    await write('One moment');
    await see('wx-outbox-message', 'Not sent yet');
    server.isDown = false;
    dispatchEvent(new Event('online'));
    await until(() => find('wx-outbox-message') === null);
    const ids = server.to('POST', /messages$/).map(({ body }) => (body as { clientId: string }).clientId);
    expect(new Set(ids).size).to.equal(1);
    expect(ids.length).to.equal(2);
  });

  it('knows its own message again when the stream tells it and the answer is lost', async () => {
    await open(`/admin/conversations/${id(1)}`);
    await see('wx-message-log', 'message 3');
    await until(() => server.openStreams === 1);
    server.answer = ({ method, path, body }) => {
      if (method !== 'POST' || !path.endsWith('messages')) return undefined;
      const { clientId } = body as { clientId: string };
      const content = { kind: 'text', text: 'Half heard' } as const;
      server.receive(1, message(4, { clientId, content, author: { kind: 'agent', ...ME } }));
      return problem(503, 'unavailable');
    };
    await write('Half heard');
    await until(() => find('wx-outbox-message') === null && text('wx-message-log').includes('Half heard'));
    expect(text('wx-message-log').split('Half heard').length).to.equal(2);
    expect(server.to('POST', /messages$/).length).to.equal(1);
  });

  it('says why the server refused an answer, and gives the text back', async () => {
    await open(`/admin/conversations/${id(1)}`);
    await see('wx-message-log', 'message 3');
    server.answer = ({ method, path }) =>
      method === 'POST' && path.endsWith('messages') ? problem(409, 'service-window-closed') : undefined;
    await write('Too late');
    await see('wx-outbox-message', 'service window is closed');
    const buttons = find('wx-outbox-message')!.shadowRoot!.querySelectorAll('button');
    [...buttons].find(button => button.textContent === 'Edit')!.click();
    await until(() => find<HTMLTextAreaElement>('textarea')!.value === 'Too late');
    expect(find('wx-outbox-message')).to.equal(null);
  });

  it('loads a long thread page by page', async () => {
    server.add(3, messages(1, 120));
    await open(`/admin/conversations/${id(3)}`);
    await see('wx-message-log', 'message 120');
    expect(text('wx-message-log')).not.to.contain('message 70 ');
    const log = find('.log')!;
    await until(() => log.scrollTop > 0);
    log.scrollTop = 0;
    await see('wx-message-log', 'message 21 ');
    expect(
      server
        .to('GET', /messages$/)
        .at(-1)!
        .query.get('before'),
    ).to.equal('71');
  });

  it('goes by keys: down, up, open, resolve, reply, search', async () => {
    await open('/admin/conversations');
    await see('wx-inbox-list', 'Shopper 1');
    const stands = (name: string) => until(() => deepText(find('wx-inbox-row:focus-within')).includes(name));
    press('j');
    await stands('Shopper 1');
    press('j');
    await stands('Shopper 2');
    press('k');
    await stands('Shopper 1');
    find('wx-inbox-row:focus-within')!.shadowRoot!.querySelector('a')!.click();
    await see('wx-message-log', 'message 3');
    expect(location.pathname).to.equal(`/admin/conversations/${id(1)}`);
    press('e');
    await see('wx-conversation-header', 'Reopen');
    expect(server.to('PATCH', /^conversations/)[0]!.body).to.deep.equal({ status: 'resolved' });
    press('r');
    await until(() => find('textarea:focus'));
    press('/');
    expect(find('textarea:focus')).not.to.equal(null);
    find('textarea')!.blur();
    press('/');
    await until(() => find('input[type=search]:focus'));
  });

  it('keeps the search in the address', async () => {
    await open('/admin/conversations');
    await see('wx-inbox-list', 'Shopper 1');
    const input = find<HTMLInputElement>('input[type=search]')!;
    input.value = 'Shopper 2';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await until(() => new URL(location.href).searchParams.get('q') === 'Shopper 2');
    await until(() => !text('wx-inbox-list').includes('Shopper 1'));
    expect(server.to('GET', 'conversations').at(-1)!.query.get('q')).to.equal('Shopper 2');
  });

  it('says what is wrong when the list cannot be loaded, and tries again', async () => {
    let isBroken = true;
    server.answer = ({ path }) => (isBroken && path === 'conversations' ? problem(500, 'internal') : undefined);
    await open('/admin/conversations');
    await see('wx-conversations-page', 'could not be loaded');
    isBroken = false;
    find<HTMLButtonElement>('[role=alert] button')!.click();
    await see('wx-inbox-list', 'Shopper 1');
  });

  it('says when there is nothing', async () => {
    server.conversations = [];
    await open('/admin/conversations?view=mine');
    await see('wx-conversations-page', 'No conversation is assigned to you');
  });

  it('follows a merged conversation to where it went', async () => {
    await open(`/admin/conversations/${id(1)}`);
    await see('wx-message-log', 'message 3');
    await until(() => server.openStreams === 1);
    const gone = { seq: 101, conversationId: id(1), conversation: null, change: { kind: 'merged', into: id(2) } };
    server.emit(`id: 101\nevent: update\ndata: ${JSON.stringify(gone)}\n\n`);
    await until(() => location.pathname.endsWith(id(2)));
  });

  it('shows who types and forgets it with the message', async () => {
    await open(`/admin/conversations/${id(1)}`);
    await see('wx-message-log', 'message 3');
    await until(() => server.openStreams === 1);
    server.emit(`event: typing\ndata: ${JSON.stringify({ conversation: id(1), by: 'shopper', typing: true })}\n\n`);
    await see('wx-message-log', 'is typing');
    server.receive(1, message(4));
    await until(() => !text('wx-message-log').includes('is typing'));
  });

  it('has no accessibility violation with a conversation open', async () => {
    const agent = { kind: 'agent', ...ME } as const;
    const delivery = { state: 'read', at: minute(3), error: null, purpose: 'reply', round: 0, waits: null } as const;
    server.conversations[1]!.messages.push(message(4, { author: agent, channel: 'whatsapp', delivery }));
    const app = await open(`/admin/conversations/${id(1)}`);
    await see('wx-message-log', 'message 4');
    await see('wx-inbox-list', 'Shopper 1');
    await expect(app).to.be.accessible();
  });

  it('opens its help by a key, accessible too', async () => {
    const app = await open('/admin/conversations');
    await see('wx-inbox-list', 'Shopper 1');
    const dialog = find('wa-dialog')!;
    setTimeout(() => press('?'));
    await oneEvent(dialog, 'wa-after-show');
    expect(dialog.textContent).to.contain('Next conversation');
    await expect(app).to.be.accessible();
  });

  it('says over the box to write in that answers would wait, as soon as a number stops', async () => {
    const soon = new Date(Date.now() + 12 * 3_600_000).toISOString();
    const head = server.add(4, messages(1, 2), {
      ...{ channels: ['whatsapp'], replyChannel: 'whatsapp', serviceWindowClosesAt: soon },
    });
    await open(`/admin/conversations/${head.id}`);
    await see('wx-message-log', 'message 2');
    await until(() => server.openStreams === 1);
    expect(text('wx-obstacle').trim()).to.equal('');
    server.outlook = { text: { kind: 'waits', words: 'The token has expired.', mend: 'Replace it.' }, accounts: [] };
    server.emit('event: numbers\ndata: {}\n\n');
    await see('wx-obstacle', 'An answer would wait . The token has expired. Replace it.');
  });

  it('signs out', async () => {
    await open('/admin/conversations');
    await see('wx-inbox-list', 'Shopper 1');
    server.answer = ({ path }) => (path === 'auth/sign-out' ? json({}) : undefined);
    find('wx-shell')!.dispatchEvent(new Event('sign-out-request', { bubbles: true, composed: true }));
    await until(() => find('#email'));
    expect(server.openStreams).to.equal(0);
  });
});
