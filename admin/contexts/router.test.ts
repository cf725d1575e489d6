import { expect } from '@open-wc/testing';
import { describe, it } from '../testing/mocha.ts';
import { formatRoute, parseRoute } from './router.ts';

const parse = (path: string) => parseRoute(new URL(path, 'https://shop.example'));

describe('the route', () => {
  const routes = [
    { id: null, view: 'open', unread: false, q: '' },
    { id: '018f0000-0000-7000-8000-000000000001', view: 'mine', unread: true, q: 'oak & walnut?' },
  ] as const;
  for (const route of routes) {
    it(`reads back ${formatRoute(route)}`, () => expect(parse(formatRoute(route))).to.deep.equal(route));
  }

  it('is the shortest one', () => {
    expect(formatRoute(routes[0])).to.equal('/admin/conversations');
  });

  it('opens the inbox for anything unknown', () => {
    expect(parse('/admin/?view=secret&unread=1')).to.deep.equal(routes[0]);
    expect(parse('/admin/campaigns/7').id).to.equal(null);
  });
});
