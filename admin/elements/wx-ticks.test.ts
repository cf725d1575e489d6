import { expect, fixture, html } from '@open-wc/testing';
import type { Delivery, DeliveryState } from '../../contract/message.ts';
import { describe, it } from '../testing/mocha.ts';
import { minute } from '../testing/samples.ts';
import './wx-ticks.ts';

const draw = async (state: DeliveryState, error: Delivery['error'] = null) => {
  const element = await fixture(html`<wx-ticks .delivery=${{ state, at: minute(0), error }}></wx-ticks>`);
  const mark = element.shadowRoot!.querySelector('span')!;
  return { element, shows: mark.className, says: mark.textContent?.trim() };
};

describe('wx-ticks', () => {
  const cases: [state: DeliveryState, shows: string, says: string][] = [
    ['queued', 'clock', 'Waiting to be sent'],
    ['held', 'clock', 'WhatsApp never confirmed it: held, not sent again'],
    ['sending', 'clock', 'Waiting to be sent'],
    ['unknown', 'clock', 'WhatsApp has not confirmed it yet'],
    ['accepted', 'clock', 'Handed to WhatsApp'],
    ['sent', 'sent', 'Sent'],
    ['delivered', 'delivered', 'Delivered'],
    ['read', 'read', 'Read'],
    ['played', 'read', 'Played'],
  ];
  for (const [state, shows, says] of cases) {
    it(`shows ${shows} and says "${says}" for ${state}`, async () => {
      const ticks = await draw(state);
      expect([ticks.shows, ticks.says]).to.deep.equal([shows, says]);
      await expect(ticks.element).to.be.accessible();
    });
  }

  it('says why a message failed, with Meta’s code when it is Meta’s reason', async () => {
    const meta = await draw('failed', { code: 131026, title: 'Not on WhatsApp' });
    expect(meta.says).to.equal('Not delivered: Not on WhatsApp (131026)');
    const ours = await draw('failed', { code: null, title: 'Window closed' });
    expect(ours.says).to.equal('Not delivered: Window closed');
  });
});
