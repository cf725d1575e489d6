import { expect, fixture, html } from '@open-wc/testing';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { asItStands } from '../testing/screen.ts';
import { scoreReason, scoreReasons } from './score-reason.ts';
import type { WxFunnel } from './wx-funnel.ts';
import './wx-funnel.ts';

describe('figures under a page from right to left', () => {
  beforeEach(() => document.documentElement.setAttribute('dir', 'rtl'));
  afterEach(() => document.documentElement.removeAttribute('dir'));

  it('have their sign before them, whatever the script of the reason', async () => {
    const faded = await fixture(html`<p>${scoreReason({ kind: 'faded', quietDays: 9, points: -8 })}</p>`);
    expect(asItStands(faded)).to.equal('9 days quiet −8');
    const given = await fixture(html`<p>${scoreReason({ kind: 'given', reason: 'שיחה', times: 1, points: 20 })}</p>`);
    expect(asItStands(given)).to.equal('+20 החיש');
    const both = await fixture(
      html`<p>${scoreReasons([
        { kind: 'limit', points: 3 },
        { kind: 'faded', quietDays: 0, points: -8 },
      ])}</p>`,
    );
    expect(asItStands(both)).to.equal('no score is below 0 +3, some time ago −8');
  });

  it('have their per cent behind them in the funnel', async () => {
    const steps: WxFunnel['funnel']['steps'] = [
      { stage: 'visitor', reached: 100, lost: 0 },
      { stage: 'engaged', reached: 86, lost: 14 },
      { stage: 'considering', reached: 86, lost: 0 },
    ];
    const { renderRoot } = await fixture<WxFunnel>(html`<wx-funnel .funnel=${{ steps, now: [] }}></wx-funnel>`);
    const lost = [...renderRoot.querySelectorAll('.lost')].map(asItStands);
    expect(lost).to.deep.equal(['everybody', '−14 (14 %)', 'nobody lost']);
  });
});
