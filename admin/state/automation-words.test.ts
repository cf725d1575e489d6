import { expect } from '@open-wc/testing';
import type { Step } from '../../contract/automation.ts';
import type { Action } from '../../contract/automation-action.ts';
import { describe, it } from '../testing/mocha.ts';
import { actionWords, deliveryWords, onceWords, spanWords, triggerWords, waitWords } from './automation-words.ts';

const message: Action = {
  kind: 'message',
  purpose: 'marketing',
  panel: 'first',
  text: 'Hi',
  template: { name: 'cart_left', language: 'en', values: {} },
};
const step: Step = { wait: { minutes: 60, from: 'trigger' }, withinMinutes: 300, if: null, do: message };

describe('a rule in words', () => {
  for (const [minutes, words] of [
    [0, '0 minutes'],
    [1, 'a minute'],
    [60, 'an hour'],
    [90, '90 minutes'],
    [1440, 'a day'],
    [7 * 1440, '7 days'],
  ] as const) {
    it(`calls ${minutes} minutes ${words}`, () => expect(spanWords(minutes)).to.equal(words));
  }

  it('says when, how often, and by which way', () => {
    expect(triggerWords({ on: 'quote-expiring', minutesBefore: 10_080 })).to.equal('an open quote runs out in 7 days');
    expect(onceWords({ per: 'days', days: 7 })).to.equal('at most once in 7 days');
    expect(waitWords(step)).to.equal('An hour after that; not later than 5 hours after that');
    expect(actionWords(message)).to.equal(
      'Write to them in the panel if it is open, else as text by WhatsApp within 24 hours of their last message, else as the template “cart_left”',
    );
    expect(actionWords({ ...message, panel: 'only' })).to.equal('Write to them in the panel if it is open');
  });

  it('tells what became of a message by WhatsApp alone', () => {
    const sent = {
      at: '',
      step: 0,
      outcome: 'sent',
      reason: '',
      words: '',
      facts: {},
      message: null,
      webhook: null,
    } as const;
    expect(deliveryWords(sent)).to.equal('');
    const delivery = { state: 'failed', error: 'The number is not on WhatsApp.' } as const;
    const failed = { ...sent, message: { id: '', channel: 'whatsapp', delivery } } as const;
    expect(deliveryWords(failed)).to.equal('Not delivered: The number is not on WhatsApp.');
  });
});
