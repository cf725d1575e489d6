import { expect } from '@open-wc/testing';
import { message } from '../testing/fake-shop.ts';
import { describe, it } from '../testing/mocha.ts';
import { buildRows, type Row, type RowsInput } from './rows.ts';

const at = (time: string) => ({ sentAt: `2026-10-${time}:00Z` });
const build = (given: Partial<RowsInput>) =>
  buildRows({ messages: [], outgoing: [], dividerAfter: 0, dayOf: it => it.slice(0, 10), ...given });
const draw = (rows: Row[]) =>
  rows.map(row => ('first' in row ? `${row.first ? '<' : ''}${row.key.slice(-1)}${row.last ? '>' : ''}` : row.kind));

describe('buildRows', () => {
  it('groups what one author writes within five minutes', () => {
    const messages = [message(1, at('01T12:00')), message(2, at('01T12:04')), message(3, at('01T12:09'))];
    expect(draw(build({ messages }))).to.deep.equal(['day', '<1', '2>', '<3>']);
  });

  it('parts authors', () => {
    const messages = [message(1, at('01T12:00')), message(2, { ...at('01T12:00'), author: { kind: 'shopper' } })];
    expect(draw(build({ messages }))).to.deep.equal(['day', '<1>', '<2>']);
  });

  it('begins each day anew, groups included', () => {
    const messages = [message(1, at('01T23:59')), message(2, at('02T00:01'))];
    expect(draw(build({ messages }))).to.deep.equal(['day', '<1>', 'day', '<2>']);
  });

  it('draws the line before the first message of an agent that was not read', () => {
    const messages = [1, 2, 3, 4].map(it =>
      message(it, { ...at('01T12:00'), ...(it === 3 && { author: { kind: 'shopper' as const } }) }),
    );
    expect(draw(build({ messages, dividerAfter: 2 }))).to.deep.equal(['day', '<1', '2>', '<3>', 'divider', '<4>']);
    expect(draw(build({ messages, dividerAfter: 4 }))).not.to.include('divider');
  });

  it('puts what is not confirmed last, and not at all once it is', () => {
    const outgoing = [{ clientId: 'x', text: 'hi', at: '2026-10-01T12:01:00Z' }];
    const mine = message(1, { ...at('01T12:00'), author: { kind: 'shopper' }, clientId: 'y' });
    expect(draw(build({ messages: [mine], outgoing }))).to.deep.equal(['day', '<y', 'x>']);
    expect(draw(build({ messages: [{ ...mine, clientId: 'x' }], outgoing }))).to.deep.equal(['day', '<x>']);
  });
});
