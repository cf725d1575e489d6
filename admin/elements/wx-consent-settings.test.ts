import { expect, fixture, html } from '@open-wc/testing';
import type { ConsentImportResult, ConsentSettings, ConsentWords } from '../../contract/consent.ts';
import { FakeServer, json, problem } from '../testing/fake-server.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { find, inside, see, text, until } from '../testing/screen.ts';
import type { WxApp } from './wx-app.ts';
import './wx-app.ts';

const SETTINGS: ConsentSettings = {
  stopWords: ['Lass gut sein'],
  startWords: [],
  startOffer: null,
  confirmOptIns: false,
};
const ANSWERS = {
  stopped: 'Oak: no more messages.',
  'stopped-offers': 'Oak: no more offers.',
  started: 'Oak: taken back.',
  confirm: 'Oak: “{wording}”. Was that you?',
  confirmed: 'Oak: thank you.',
};
const WORDS: ConsentWords = {
  languages: [
    { language: '*', stop: ['stop'], stopOffers: [], stopAfterOffer: [], start: ['start'], answers: null },
    {
      language: 'en',
      stop: ['remove me'],
      stopOffers: ['no offers'],
      stopAfterOffer: ['end'],
      start: [],
      answers: ANSWERS,
    },
    { language: 'da', stop: ['frameld'], stopOffers: [], stopAfterOffer: [], start: [], answers: null },
  ],
};
const RESULT: ConsentImportResult = {
  recorded: 2,
  known: 1,
  errors: [{ line: 4, what: 'The day is “5.1.26”.', mend: 'Write it as 2026-01-31.' }],
};

describe('the settings of consent', () => {
  let server: FakeServer;
  let settings: ConsentSettings;
  const address = location.href;
  const open = async () => {
    history.replaceState(null, '', '/admin/settings');
    const app = await fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
    await until(() => field('stop'));
    return app;
  };
  const field = (name: string) => inside<HTMLTextAreaElement>('wx-consent-settings', `#${name}`)!;
  const type = (name: string, value: string) => {
    field(name).value = value;
    field(name).dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  };
  const save = () => inside<HTMLFormElement>('wx-consent-settings', 'form')!.requestSubmit();
  const button = (words: string) =>
    [...find('wx-consent-import')!.shadowRoot!.querySelectorAll('button')].find(({ textContent }) =>
      textContent!.includes(words),
    )!;
  const choose = (name: string, content: string) => {
    const input = inside<HTMLInputElement>('wx-consent-import', 'input')!;
    const files = new DataTransfer();
    files.items.add(new File([content], name, { type: 'text/csv' }));
    input.files = files.files;
    input.dispatchEvent(new Event('change'));
  };
  const imports = () => server.to('POST', 'consents/import').map(({ query }) => query.get('check'));

  beforeEach(() => {
    server = new FakeServer();
    settings = SETTINGS;
    server.answer = ({ method, path, body }) => {
      if (path === 'consent-settings/words') return json(WORDS);
      if (path === 'consents/import') return json(RESULT);
      if (path !== 'consent-settings') return undefined;
      if (method === 'PUT') settings = body as ConsentSettings;
      return json(settings);
    };
  });
  afterEach(() => history.replaceState(null, '', address));

  it('are kept as they are typed: words one a line, each once, and what START agrees to', async () => {
    await open();
    expect(field('stop').value).to.equal('Lass gut sein');
    type('stop', ' Lass gut sein\n\nGenug \nGenug');
    type('offer', 'Write START for offers.');
    save();
    await see('wx-consent-settings', 'Saved.');
    expect(settings).to.deep.equal({
      ...{ stopWords: ['Lass gut sein', 'Genug'], startWords: [], confirmOptIns: false },
      startOffer: 'Write START for offers.',
    });
  });

  it('say what is wrong with a word before anything is sent', async () => {
    await open();
    type('start', 'x'.repeat(61));
    save();
    await see('wx-consent-settings', 'has 61 characters; a word has at most 60');
    expect(server.to('PUT', 'consent-settings')).to.deep.equal([]);
  });

  it('show the words that everybody knows, and each answer as the customer reads it', async () => {
    await open();
    inside<HTMLDetailsElement>('wx-consent-words', 'details')!.open = true;
    await see('wx-consent-words', 'remove me');
    type('offer', 'Write START for offers.');
    await see('wx-consent-words', 'no more messages. Write START for offers.');
    expect(text('wx-consent-words')).to.contain('stop · remove me');
    const select = inside<HTMLSelectElement>('wx-consent-words', 'select')!;
    select.value = 'da';
    select.dispatchEvent(new Event('change'));
    await see('wx-consent-words', 'answered in their browser’s language');
    expect(text('wx-consent-words')).to.contain('frameld');
  });

  it('look at a list first, name each wrong line with how to mend it, and keep it only when told', async () => {
    const app = await open();
    choose('fair.csv', 'phone,topic');
    await see('wx-consent-import', '2 lines to be recorded, 1 known already, 1 wrong and to be left out');
    expect(text('wx-consent-import')).to.match(/Line 4 The day is “5.1.26”. Write it as 2026-01-31./);
    expect(imports()).to.deep.equal(['true']);
    await until(() => find('wx-consent-import')!.shadowRoot!.activeElement?.className === 'outcome');
    await expect(app).to.be.accessible();
    button('Record 2 lines').click();
    await see('wx-consent-import', '2 lines recorded, 1 known already, 1 wrong and left out');
    expect(imports()).to.deep.equal(['true', 'false']);
    expect(button('Record')).to.equal(undefined);
  });

  it('say why a file is no such list, and take the next one', async () => {
    await open();
    const { answer } = server;
    server.answer = request =>
      request.path === 'consents/import'
        ? problem(400, 'invalid-request', 'The first line names no column at.')
        : answer(request);
    choose('orders.csv', 'a,b');
    await see('wx-consent-import', 'orders.csv: The first line names no column at.');
    server.answer = answer;
    choose('fair.csv', 'phone');
    await see('wx-consent-import', '2 lines to be recorded');
    expect(text('wx-consent-import')).not.to.contain('orders.csv');
    button('Cancel').click();
    await until(() => !text('wx-consent-import').includes('to be recorded'));
    expect(imports()).to.deep.equal(['true', 'true']);
  });
});
