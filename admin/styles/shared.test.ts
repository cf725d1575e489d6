import { expect, fixture, html } from '@open-wc/testing';
import { LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';
import { afterEach, describe, it } from '../testing/mocha.ts';
import { shared } from './shared.ts';

@customElement('wx-sentences')
class WxSentences extends LitElement {
  static override styles = [shared];

  override render() {
    return html`<p>It ends.</p><ul><li>7 ends.</li></ul><div class="row"><span>Done.</span></div><time>9:05 PM</time><span role="status">10 found.</span><button>Try …</button><p lang="ar">تم.</p>`;
  }
}

describe('the dashboard under a page from right to left', () => {
  afterEach(() => document.documentElement.removeAttribute('dir'));

  /** Where the characters from `from` to `to` of an element stand. */
  const place = (text: Node, from: number, to: number) => {
    const range = document.createRange();
    range.setStart(text, from);
    range.setEnd(text, to);
    return range.getBoundingClientRect();
  };

  it('ends an English sentence on its right and an Arabic one on its left, both at the side where the page begins', async () => {
    document.documentElement.dir = 'rtl';
    const { renderRoot } = await fixture<WxSentences>(html`<wx-sentences></wx-sentences>`);
    for (const each of renderRoot.querySelectorAll<HTMLElement>('p, li, span, time, button')) {
      const words = [...each.childNodes].find(node => node.textContent)!;
      const { length } = words.textContent!;
      const [first, last] = [place(words, 0, 1), place(words, length - 1, length)];
      const what = each.textContent!;
      if (each.lang === 'ar') expect(last.right, what).to.be.at.most(first.left + 1);
      else expect(last.left, what).to.be.at.least(first.right - 1);
      if (each.localName !== 'p') continue;
      expect(place(words, 0, length).right, what).to.be.closeTo(each.getBoundingClientRect().right, 1);
    }
  });
});
