import { expect } from '@open-wc/testing';
import { describe, it } from '../testing/mocha.ts';
import { id } from '../testing/samples.ts';
import { customerName, initials } from './customer.ts';
import { linkify } from './linkify.ts';
import { mayWriteFreely, windowState } from './service-window.ts';
import { dayOf, dayWords, formatAgo, formatDay } from './time.ts';
import { BELIEVED, type TypingState, withoutExpired, withTyping } from './typing.ts';
import { uuidv7 } from './uuid.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const at = (ms: number) => new Date(now + ms).toISOString();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('windowState', () => {
  it('is closed at the very instant of closing, open one millisecond before', () => {
    expect(windowState(at(0), now)).to.deep.equal({ kind: 'closed' });
    expect(windowState(at(1), now)).to.deep.equal({ kind: 'closing', minutes: 1 });
  });

  it('counts down when less than two hours are left', () => {
    expect(windowState(at(2 * HOUR), now)).to.deep.equal({ kind: 'open' });
    expect(windowState(at(2 * HOUR - 1), now)).to.deep.equal({ kind: 'closing', minutes: 120 });
  });

  it('never opened without a message on WhatsApp, which the website does not mind', () => {
    const never = windowState(null, now);
    expect(never).to.deep.equal({ kind: 'never-opened' });
    expect(mayWriteFreely('whatsapp', never)).to.equal(false);
    expect(mayWriteFreely('web', never)).to.equal(true);
  });
});

describe('formatAgo', () => {
  const cases: [ms: number, text: string][] = [
    [MINUTE - 1, 'now'],
    [-5000, 'now'],
    [MINUTE, '1 min'],
    [HOUR - 1, '59 min'],
  ];
  for (const [ms, text] of cases) {
    it(`says "${text}" ${ms} ms later`, () => expect(formatAgo(at(0), now + ms, 'en-GB')).to.equal(text));
  }

  it('says hours only within the same day, then the weekday, then the date', () => {
    const local = (day: number, hour: number) => new Date(2026, 2, day, hour);
    const ago = (from: Date, to: Date) => formatAgo(from.toISOString(), to.getTime(), 'en-GB');
    expect(ago(local(10, 9), local(10, 20))).to.equal('11 h');
    expect(ago(local(10, 23), local(11, 1))).to.equal('Tue');
    expect(ago(local(10, 9), local(20, 9))).to.equal('10 Mar');
    expect(ago(new Date(2024, 2, 10), local(10, 9))).to.equal('10 Mar 2024');
  });
});

describe('formatDay', () => {
  it('goes by the agent’s own calendar', () => {
    const midnight = new Date(2026, 2, 10);
    const name = (ms: number) => formatDay(new Date(midnight.getTime() + ms).toISOString(), midnight.getTime());
    expect([name(0), name(-1)]).to.deep.equal(['Today', 'Yesterday']);
    expect(dayWords(new Date(midnight.getTime() - 1).toISOString(), midnight.getTime())).to.equal('yesterday');
    expect(dayOf(new Date(midnight.getTime() - 1).toISOString())).not.to.equal(dayOf(midnight.toISOString()));
  });
});

describe('linkify', () => {
  const links = (text: string) => linkify(text).flatMap(({ href }) => href ?? []);

  it('leaves punctuation to the sentence, and brackets to the link that opened them', () => {
    expect(links('See (https://a.example/b).')).to.deep.equal(['https://a.example/b']);
    expect(links('https://a.example/b_(c)!')).to.deep.equal(['https://a.example/b_(c)']);
  });

  it('links nothing but http and https', () => {
    expect(links('javascript:alert(1) data:text/html,x ftp://a.example mailto:a@b.example')).to.deep.equal([]);
  });

  it('loses not a letter', () => {
    const text = 'a https://a.example, b\nhttp://b.example) <https://c.example>';
    expect(
      linkify(text)
        .map(part => part.text)
        .join(''),
    ).to.equal(text);
  });
});

describe('typing', () => {
  const shopper = { conversation: id(1), by: 'shopper', typing: true } as const;
  const colleague = { conversation: id(1), by: 'agent', typing: true } as const;
  const none: TypingState = new Map();

  it('is believed for six seconds, not longer', () => {
    const state = withTyping(none, shopper, now);
    expect(withoutExpired(state, now + BELIEVED - 1).size).to.equal(1);
    expect(withoutExpired(state, now + BELIEVED).size).to.equal(0);
  });

  it('shows the shopper before a colleague', () => {
    const state = withTyping(withTyping(none, shopper, now), colleague, now + 1);
    expect(state.get(id(1))?.by).to.equal('shopper');
  });

  it('ends only by who had begun', () => {
    const state = withTyping(none, shopper, now);
    expect(withTyping(state, { ...colleague, typing: false }, now + 1)).to.equal(state);
    expect(withTyping(state, { ...shopper, typing: false }, now + 1).size).to.equal(0);
  });
});

describe('uuidv7', () => {
  it('has the time first, then version and variant', () => {
    const made = uuidv7(0x0123456789ab, new Uint8Array(10).fill(0xff));
    expect(made).to.equal('01234567-89ab-7fff-bfff-ffffffffffff');
  });
});

describe('names', () => {
  const person = { id: id(1234), kind: 'guest', fullName: null, phone: null } as const;
  it('falls from name to phone to a guest of its own', () => {
    expect(customerName({ ...person, fullName: 'Amira', phone: '+49 1' })).to.equal('Amira');
    expect(customerName({ ...person, fullName: ' ', phone: '+49 1' })).to.equal('+49 1');
    expect(customerName(person)).to.equal('Guest 1234');
  });
  it('finds letters in any script, or none', () => {
    expect([
      initials('Amira Haddad'),
      initials('محمد العلي'),
      initials('+49 151'),
      initials('Guest dcd9'),
    ]).to.deep.equal(['AH', 'ما', '#', 'G']);
  });
});
