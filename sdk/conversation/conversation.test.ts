import { expect } from '@open-wc/testing';
import { CONVERSATION, FakeShop, KEY } from '../testing/fake-shop.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { until } from '../testing/until.ts';
import { Conversation } from './conversation.ts';

const open: Conversation[] = [];
let shop: FakeShop;

/** A tab of the one browser that the tests run in. */
function openTab(): Conversation {
  const tab = new Conversation({
    api: 'https://api.test',
    key: KEY,
    fetch: shop.fetch,
    storage: localStorage,
    locks: navigator.locks,
    openChannel: name => new BroadcastChannel(name),
  });
  open.push(tab);
  tab.start();
  return tab;
}

const texts = ({ state }: Conversation) => [
  ...(state.thread?.messages ?? []).map(it => ('text' in it.content ? it.content.text : '')),
  ...state.outgoing.map(it => `(${it.text})`),
];

/** `storage` events only reach other documents: this is one tab telling another of this document. */
const tellStorage = () => {
  const key = `woodex:${KEY}`;
  dispatchEvent(new StorageEvent('storage', { key, newValue: localStorage.getItem(key) }));
};

async function noLocksHeld() {
  while ((await navigator.locks.query()).held?.some(lock => lock.name?.includes(KEY)))
    await new Promise(requestAnimationFrame);
}

async function begin(text = 'Hello'): Promise<Conversation> {
  const tab = openTab();
  tab.send(text);
  await until(() => tab.state.thread && !tab.state.outgoing.length && shop.streams);
  return tab;
}

describe('a conversation', () => {
  beforeEach(() => {
    shop = new FakeShop();
  });
  afterEach(async () => {
    for (const tab of open.splice(0)) tab.stop();
    // What a tab was about when it stopped ends first, or it would reach into the next test's storage.
    await noLocksHeld();
    localStorage.clear();
    sessionStorage.clear();
  });

  it('neither asks nor stores anything before the first act', async () => {
    openTab();
    await new Promise(requestAnimationFrame);
    expect(shop.calls).to.deep.equal([]);
    expect(localStorage.length).to.equal(0);
  });

  it('makes a guest with the first message, then streams', async () => {
    const tab = await begin();
    expect(shop.calls[0]?.path).to.equal('/visitors');
    expect(texts(tab)).to.deep.equal(['Hello']);
    expect(Object.keys(localStorage)).to.deep.equal([`woodex:${KEY}`]);
    shop.agentSays('Good day');
    await until(() => texts(tab).length === 2);
    expect(tab.state.thread?.unread).to.equal(1);
  });

  it('never puts the token into a URL', async () => {
    await begin();
    const stream = shop.calls.find(call => call.path === '/stream');
    expect(stream?.headers.get('authorization')).to.equal('Bearer token-1');
    expect(JSON.stringify(shop.calls.map(call => call.path))).not.to.contain('token');
  });

  it('sends in order, once each, what was written while the server was down', async () => {
    const tab = openTab();
    shop.mood = 'down';
    for (const text of ['one', 'two', 'three']) tab.send(text);
    await until(() => tab.state.link === 'trouble');
    expect(texts(tab)).to.deep.equal(['(one)', '(two)', '(three)']);
    shop.mood = 'well';
    dispatchEvent(new Event('online'));
    await until(() => !tab.state.outgoing.length);
    expect(shop.messages.map(it => ('text' in it.content ? it.content.text : ''))).to.deep.equal([
      'one',
      'two',
      'three',
    ]);
    expect(texts(tab)).to.deep.equal(['one', 'two', 'three']);
  });

  it('sends after a reload what the page before could not', async () => {
    shop.mood = 'down';
    const before = openTab();
    before.send('kept');
    await until(() => shop.count('/visitors'));
    before.stop();
    shop.mood = 'well';
    const after = openTab();
    await until(() => texts(after).join() === 'kept');
  });

  it('survives an answer that is not ours', async () => {
    shop.mood = 'garbage';
    const tab = openTab();
    void tab.loadConfig();
    tab.send('hello');
    await until(() => tab.state.link === 'trouble');
    shop.mood = 'well';
    dispatchEvent(new Event('online'));
    await until(() => tab.state.config && !tab.state.outgoing.length);
    expect(tab.state.config?.merchant.name).to.equal('Oak & Co');
  });

  it('has no gap and no double after the stream was cut', async () => {
    const tab = await begin();
    shop.cutStreams();
    shop.agentSays('while you were away');
    await until(() => texts(tab).length === 2);
    shop.agentSays('and after');
    await until(() => texts(tab).length === 3);
    expect(texts(tab)).to.deep.equal(['Hello', 'while you were away', 'and after']);
  });

  it('replaces what it knows on a reset', async () => {
    const tab = await begin();
    shop.messages = shop.messages.slice(0, 0);
    await until(() => {
      // The answer to what was sent may come behind the stream's word of it, and behind one reset.
      shop.reset();
      return texts(tab).length === 0;
    });
  });

  it('forgets a token that is gone, and begins anew with the next message', async () => {
    const tab = await begin();
    shop.mood = 401;
    shop.cutStreams();
    dispatchEvent(new Event('online'));
    await until(() => !tab.hasBegun);
    expect(tab.state.thread).to.equal(null);
    shop.mood = 'well';
    tab.send('again');
    await until(() => shop.guests === 2 && !tab.state.outgoing.length);
  });

  it('shows typing, and no longer once the answer is there', async () => {
    const tab = await begin();
    shop.agentTypes(true);
    await until(() => tab.state.typing);
    shop.agentSays('Here it is');
    await until(() => !tab.state.typing);
  });

  it('says that the shopper types: not before there is a conversation, not with every key, and when it ends', async () => {
    const tab = openTab();
    tab.typing(true);
    expect(shop.calls).to.deep.equal([]);
    tab.send('Hello');
    await until(() => tab.state.thread);
    for (let key = 0; key < 5; key++) tab.typing(true);
    tab.typing(false);
    tab.typing(false);
    const told = shop.calls.filter(call => call.path === '/typing').map(call => call.body.typing);
    expect(told).to.deep.equal([true, false]);
  });

  it('tells once that the newest message is read', async () => {
    const tab = await begin();
    shop.agentSays('Hi');
    await until(() => tab.state.thread?.unread === 1);
    tab.markRead();
    tab.markRead();
    expect(tab.state.thread?.unread).to.equal(0);
    expect(shop.calls.filter(call => call.path === '/read').map(call => call.body.upTo)).to.deep.equal([2]);
  });

  it('fetches older pages one at a time', async () => {
    const first = await begin();
    for (let i = 0; i < 70; i++) shop.agentSays(`line ${i}`);
    first.stop();
    const tab = openTab();
    await until(() => tab.state.thread?.messages.length === 50);
    await Promise.all([tab.loadOlder(), tab.loadOlder()]);
    expect(tab.state.thread?.messages.map(it => it.position)).to.deep.equal(
      Array.from({ length: 71 }, (_, i) => i + 1),
    );
    expect(shop.calls.filter(call => call.path === '/messages' && call.method === 'GET')).to.have.length(1);
  });

  it('makes a guest for the WhatsApp link: that is an act too', async () => {
    const tab = openTab();
    expect((await tab.whatsappLink()).url).to.contain('wa.me');
    expect(shop.guests).to.equal(1);
    await until(() => shop.streams === 1);
  });

  it('two tabs share one stream and show the same', async () => {
    const a = await begin();
    const b = openTab();
    await until(() => b.state.thread);
    shop.agentSays('to both');
    await until(() => texts(a).length === 2 && texts(b).length === 2);
    expect(shop.streams).to.equal(1);
    a.markRead();
    await until(() => b.state.thread?.unread === 0);
    b.send('from the other');
    const all = ['Hello', 'to both', 'from the other'];
    // Each by itself: one learns of it from the stream, the other from the answer to what it sent.
    await until(() => texts(a).join() === all.join() && texts(b).join() === all.join());
  });

  it('a tab that was open before the first message joins in', async () => {
    const idle = openTab();
    const other = openTab();
    other.send('Hello');
    await until(() => !other.state.outgoing.length);
    tellStorage();
    await until(() => texts(idle).join() === 'Hello' && shop.streams === 1);
    expect(shop.guests).to.equal(1);
  });

  it('the other tab streams on when the first one ends', async () => {
    const a = await begin();
    const b = openTab();
    await until(() => b.state.thread);
    a.stop();
    await until(() => shop.streams === 1);
    shop.agentSays('still there?');
    await until(() => texts(b).length === 2);
  });

  it('begins under the token that the browser tells its journey with', async () => {
    localStorage.setItem(`woodex:${KEY}:journey`, JSON.stringify({ token: 'wxv_journey', queue: [] }));
    await begin();
    expect(shop.calls[0]?.body).to.deep.equal({ key: KEY, visitor: 'wxv_journey' });
  });

  for (const how of ['here', 'in another tab']) {
    it(`is forgotten, sent and unsent, when somebody else sits down ${how}`, async () => {
      const tab = await begin('mine');
      shop.mood = 'down';
      tab.send('unsent');
      localStorage.removeItem(`woodex:${KEY}`);
      if (how === 'here') dispatchEvent(new Event('woodex-forget'));
      else tellStorage();
      expect([texts(tab), tab.hasBegun, localStorage.length]).to.deep.equal([[], false, 0]);
      shop.mood = 'well';
      tab.send('hers');
      await until(() => !tab.state.outgoing.length && tab.state.thread);
      expect(shop.guests).to.equal(2);
      expect(shop.messages.map(it => ('text' in it.content ? it.content.text : ''))).to.deep.equal(['mine', 'hers']);
    });
  }

  it('rests with the page and wakes up with it, without a gap', async () => {
    const tab = await begin();
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    await until(() => shop.streams === 0);
    await noLocksHeld();
    shop.agentSays('meanwhile');
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await until(() => texts(tab).length === 2);
    expect(tab.state.thread?.conversation).to.equal(CONVERSATION);
  });
});
