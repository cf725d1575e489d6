import { expect } from '@open-wc/testing';
import { afterEach, describe, it } from '../testing/mocha.ts';
import { until } from '../testing/until.ts';
import { createTabs, type Tabs } from './tabs.ts';

const opened: Tabs<string>[] = [];

function openTab(world: object = {}) {
  const heard: string[] = [];
  const tabs = createTabs<string>({
    name: 'woodex:tabs-test',
    locks: navigator.locks,
    openChannel: name => new BroadcastChannel(name),
    onLead: () => () => {},
    onNews: news => heard.push(news),
    ...world,
  });
  opened.push(tabs);
  tabs.join();
  return { tabs, heard };
}

describe('tabs', () => {
  afterEach(() => {
    for (const tabs of opened.splice(0)) tabs.leave();
  });

  it('have one leader, whose end hands over to the next', async () => {
    const a = openTab();
    await until(() => a.tabs.isLeading());
    const b = openTab();
    const c = openTab();
    expect([b.tabs.isLeading(), c.tabs.isLeading()]).to.deep.equal([false, false]);
    a.tabs.leave();
    await until(() => b.tabs.isLeading());
    expect(c.tabs.isLeading()).to.equal(false);
  });

  it('hear each other, not themselves', async () => {
    const a = openTab();
    const b = openTab();
    a.tabs.tell('hello');
    await until(() => b.heard.length);
    expect([a.heard, b.heard]).to.deep.equal([[], ['hello']]);
  });

  it('take over from a leader that is frozen, which then follows', async () => {
    const a = openTab();
    await until(() => a.tabs.isLeading());
    const b = openTab();
    b.tabs.takeOver();
    await until(() => b.tabs.isLeading());
    await until(() => !a.tabs.isLeading());
    b.tabs.leave();
    await until(() => a.tabs.isLeading());
  });

  it('hold no lock once they have left, so that the page can rest in the back/forward cache', async () => {
    const a = openTab();
    await until(() => a.tabs.isLeading());
    const work = a.tabs.exclusively(() => new Promise(() => {}));
    a.tabs.leave();
    await work;
    const { held } = await navigator.locks.query();
    expect(held?.filter(lock => lock.name?.startsWith('woodex:tabs-test'))).to.deep.equal([]);
  });

  it('each lead where locks are missing or forbidden', async () => {
    const none = openTab({ locks: undefined, openChannel: undefined });
    expect(none.tabs.isLeading()).to.equal(true);
    const forbidden = openTab({
      locks: { request: () => Promise.reject(new DOMException('', 'SecurityError')) },
      openChannel: () => {
        throw new DOMException('', 'SecurityError');
      },
    });
    await until(() => forbidden.tabs.isLeading());
    forbidden.tabs.tell('into the void');
  });
});
