import { expect } from '@open-wc/testing';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { type AskConsent, hearOptIns } from './opt-ins.ts';
import type { On } from './tracker.ts';

describe('a box that a shop has marked as an opt-in', () => {
  let stage: HTMLElement;
  let asked: Parameters<AskConsent>[0][];
  let life: AbortController;
  const find = <E extends HTMLElement = HTMLInputElement>(selector: string) => stage.querySelector<E>(selector)!;
  const agreed = (wording: string) => ({ topic: 'marketing', action: 'opt-in', wording });

  beforeEach(() => {
    asked = [];
    life = new AbortController();
    const on: On = (target, type, hear) => target.addEventListener(type, hear, { capture: true, signal: life.signal });
    hearOptIns(input => asked.push(input), on);
    stage = document.createElement('main');
    stage.addEventListener('submit', event => event.preventDefault());
    document.body.append(stage);
  });
  afterEach(() => {
    life.abort();
    stage.remove();
  });

  it('says its label when its form is sent, and is only prepared for when it is ticked', () => {
    stage.innerHTML = `<form><label><input type="checkbox" data-woodex-opt-in> Send me
      offers of <b>Ash</b>.</label><button>Order</button></form>`;
    find('input').click();
    expect(asked).to.deep.equal([null]);
    find('button').click();
    expect(asked[1]).to.deep.equal(agreed('Send me offers of Ash.'));
  });

  it('says nothing when it is not ticked', () => {
    stage.innerHTML =
      '<form><label><input type="checkbox" data-woodex-opt-in checked>Offers</label><button>Order</button></form>';
    find('input').click();
    find('button').click();
    expect(asked).to.deep.equal([]);
  });

  it('says it at once where there is no form, in the words of the attribute if it has some', () => {
    stage.innerHTML =
      '<input type="checkbox" id="a" data-woodex-opt-in="Offers of Ash by WhatsApp"><label for="a">Yes</label>';
    find('input').click();
    expect(asked).to.deep.equal([agreed('Offers of Ash by WhatsApp')]);
  });

  it('is no other box', () => {
    stage.innerHTML = '<label><input type="checkbox">Terms</label>';
    find('input').click();
    expect(asked).to.deep.equal([]);
  });
});
