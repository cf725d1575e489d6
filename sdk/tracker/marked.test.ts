import { expect } from '@open-wc/testing';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { closeTrackedPage, eventsOf, leave, openTrackedPage, type TrackedPage } from '../testing/tracked-page.ts';
import { until } from '../testing/until.ts';

let page: TrackedPage;
let stage: HTMLElement;

async function told(name: string) {
  await until(() => {
    leave();
    return eventsOf(page.shop).some(event => event.name === name);
  });
  return eventsOf(page.shop).find(event => event.name === name)!.properties;
}

describe('what the page has marked', () => {
  beforeEach(async () => {
    page = openTrackedPage();
    stage = document.createElement('main');
    stage.addEventListener('submit', event => {
      event.preventDefault();
      event.stopPropagation();
    });
    stage.addEventListener('click', event => {
      if ((event.target as Element).closest('a')) event.preventDefault();
      event.stopPropagation();
    });
    document.body.append(stage);
    await (await page.start({ consent: 'granted' })).journeyId();
  });
  afterEach(async () => {
    stage.remove();
    await closeTrackedPage();
  });

  it('of a form tells the fields that are marked, and nothing else of it', async () => {
    stage.innerHTML = `<form data-woodex-form="quote_requested">
      <input name="email" value="jo@example.com"><textarea name="note">secret</textarea>
      <input name="size" value="180 cm" data-woodex-field>
      <input name="v" value="1.240,50 €" data-woodex-field="value"><input name="c" value="eur" data-woodex-field="currency">
      <input type="checkbox" name="oiled" value="yes" data-woodex-field checked>
      <input type="radio" name="legs" value="oak" data-woodex-field>
      <input type="password" name="pin" value="1234" data-woodex-field><button>Send</button></form>`;
    stage.querySelector('button')!.click();
    expect(await told('quote_requested')).to.deep.equal({
      size: '180 cm',
      value: 1240.5,
      currency: 'EUR',
      oiled: 'yes',
    });
    expect(JSON.stringify(page.shop.calls)).not.to.match(/jo@example|secret|1234/);
  });

  it('tells nothing of a form that is not marked', async () => {
    stage.innerHTML = '<form><input name="size" value="180" data-woodex-field><button>Send</button></form>';
    stage.querySelector('button')!.click();
    await told('page_viewed');
    expect(eventsOf(page.shop).map(event => event.name)).to.deep.equal(['page_viewed']);
  });

  it('of a link or button tells its name, wherever inside it was pressed', async () => {
    stage.innerHTML = `<a href="tel:+4930" data-woodex-event="call_clicked" data-woodex-label="header"><b>Call</b></a>
      <button data-woodex-event="wood_sample">Sample</button>`;
    stage.querySelector('b')!.click();
    stage.querySelector('button')!.click();
    expect(await told('custom.wood_sample')).to.deep.equal({});
    expect(await told('call_clicked')).to.deep.equal({ label: 'header', url: 'tel:+4930' });
  });

  it('is found in open shadow roots', async () => {
    const root = stage.appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
    root.innerHTML = '<button data-woodex-event="button_clicked"><i>x</i></button>';
    root.querySelector('i')!.click();
    await told('button_clicked');
  });

  it('carries the name of the journey to the shop, also in a form that came later, until consent is withdrawn', async () => {
    stage.innerHTML = `<form><input type="hidden" name="j" data-woodex-journey-id></form><form data-woodex-journey="way"><input name="x"></form>`;
    stage.querySelector<HTMLInputElement>('[name=x]')!.focus();
    const input = stage.querySelector<HTMLInputElement>('[name=j]')!;
    await until(() => input.value);
    expect(input.value).to.match(/^[\w-]{43}$/);
    expect(new FormData(stage.querySelectorAll('form')[1]).get('way')).to.equal(input.value);
    page.dataLayer.push(['consent', 'update', { analytics_storage: 'denied' }]);
    await until(() => !input.value);
  });
});
