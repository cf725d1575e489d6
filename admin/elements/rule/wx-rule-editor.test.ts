import { expect, fixture, html } from '@open-wc/testing';
import type { RuleDefinition, Step } from '../../../contract/automation.ts';
import { definition } from '../../testing/automation-samples.ts';
import { FakeAutomations } from '../../testing/fake-automations.ts';
import { FakeServer, json } from '../../testing/fake-server.ts';
import { afterEach, beforeEach, describe, it } from '../../testing/mocha.ts';
import { button, field, focused, write } from '../../testing/rule-screen.ts';
import { id, ME, OTHER } from '../../testing/samples.ts';
import { find, inside, see, text, until } from '../../testing/screen.ts';
import type { WxApp } from '../wx-app.ts';
import '../wx-app.ts';
import '../../pages/automations-page.ts';

describe('the editor of a rule', () => {
  let server: FakeServer;
  let fake: FakeAutomations;
  const address = location.href;
  const open = async (path: string) => {
    for (const before of document.querySelectorAll('wx-app')) before.remove();
    history.replaceState(null, '', `/admin/automations/${path}`);
    const app = await fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
    await until(() => find('wx-rule-form') ?? find('.edit'));
    return app;
  };
  const save = () => inside<HTMLButtonElement>('wx-rule-editor', '.primary')!.click();
  const sent = (method: 'POST' | 'PUT') =>
    (server.to(method, /^automations(\/[^/]+)?$/).at(-1)?.body as { definition: RuleDefinition } | undefined)
      ?.definition;

  beforeEach(() => {
    localStorage.clear();
    server = new FakeServer();
    fake = new FakeAutomations(server);
  });
  afterEach(() => history.replaceState(null, '', address));

  it('makes a rule from nothing, and goes to it', async () => {
    const app = await open('new');
    await expect(app).to.be.accessible();
    await write('name', 'Quote ready');
    await write('trigger', 'event');
    await until(() => field('trigger.name-known'));
    await write('trigger.name-known', 'quote_created');
    await write('steps.0.do.text', 'It is ready.');
    await write('steps.0.wait.minutes', '2');
    save();
    await see('wx-automation-page', 'Quote ready');
    expect(location.pathname).to.equal(`/admin/automations/${id(9)}`);
    const made = sent('POST')!;
    expect([made.name, made.trigger, made.once]).to.deep.equal([
      'Quote ready',
      { on: 'event', name: 'quote_created' },
      { per: 'quote' },
    ]);
    expect(made.steps[0]!.do).to.include({ kind: 'message', text: 'It is ready.' });
    expect(made.steps[0]!.wait).to.deep.equal({ minutes: 120, from: 'trigger' });
  });

  it('says it in words while it is written', async () => {
    await open('new');
    expect(text('wx-rule-words')).to.contain('a cart is left with something in it');
    await write('trigger', 'lead-hot');
    await see('wx-rule-words', 'a lead turns hot , at most once in 7 days');
    await write('steps.0.do.text', 'Hello there');
    await see('wx-rule-words', 'Hello there');
  });

  it('shows what is wrong beside its field, and leads there', async () => {
    const app = await open('new');
    save();
    await see('wx-rule-editor', '2 things are to be mended:');
    expect(focused().className).to.contain('wrong');
    expect(field('name').getAttribute('aria-invalid')).to.equal('true');
    expect(text('#name-more').trim()).to.equal('Give it a name.');
    await expect(app).to.be.accessible();
    button('Step 1').click();
    expect(focused().id).to.equal('steps.0.do.text');
    await write('name', 'Ours');
    await until(() => field('name').getAttribute('aria-invalid') === 'false');
    expect(sent('POST')).to.equal(undefined);
  });

  it('shows what the server refuses beside the field that it names', async () => {
    fake.refusal = () =>
      json(
        {
          ...{ type: 'about:blank', title: 'No', status: 400, id: ME.id, code: 'invalid-request' },
          errors: [
            { path: 'definition.steps.0.withinMinutes', message: 'Too long.' },
            { path: 'definition', message: 'Something else.' },
          ],
        },
        400,
      );
    await open('new');
    await write('name', 'Ours');
    await write('steps.0.do.text', 'Hello');
    save();
    await see('wx-span', 'Wait');
    await until(() => field('steps.0.withinMinutes').getAttribute('aria-invalid') === 'true');
    expect(text('wx-rule-editor')).to.contain('Step 1 Too long.').and.to.contain('The rule Something else.');
  });

  it('keeps the draft of whoever leaves, until it is saved or thrown away', async () => {
    await open('new');
    await write('name', 'Half a rule');
    await open('new');
    await see('wx-rule-editor', 'This is the draft that you left');
    expect(field('name').value).to.equal('Half a rule');
    button('Throw the draft away').click();
    await until(() => location.pathname === '/admin/automations');
    await open('new');
    expect(field('name').value).to.equal('');
  });

  describe('while somebody else saves the rule', () => {
    const edit = async () => {
      await open(id(1));
      button('Edit').click();
      await until(() => field('name'));
      await write('name', 'Mine');
    };
    const overtaken = async () => {
      await edit();
      fake.overtake(definition({ name: 'Theirs' }), OTHER.id);
      save();
      await see('wx-rule-conflict', 'Aylin Demir saved version 2 while you were writing');
    };
    const made = () => server.to('PUT', /^automations/).map(({ headers }) => headers.get('if-match'));

    it('says who was faster and what differs, and loses nothing of what was typed', async () => {
      await overtaken();
      expect(made()).to.deep.equal(['"1"']);
      expect(text('wx-rule-differences')).to.contain('Yours : Mine').and.to.contain('Version 2 : Theirs');
      expect(field('name').value).to.equal('Mine');
      await until(() => focused().getAttribute('aria-labelledby') === 'who');
      await expect(find('wx-rule-editor')!).to.be.accessible();
    });

    it('keeps mine as the version after theirs', async () => {
      await overtaken();
      button('Save mine as version 3').click();
      await see('wx-automation-page', 'Saved as version 3.');
      expect(made()).to.deep.equal(['"1"', '"2"']);
      expect(fake.versions.map(({ name }) => name)).to.deep.equal(['Cart left', 'Theirs', 'Mine']);
      expect(localStorage.length).to.equal(0);
    });

    it('asks again when somebody is faster once more', async () => {
      await overtaken();
      fake.overtake(definition({ name: 'Theirs again' }), ME.id);
      button('Save mine as version 3').click();
      await see('wx-rule-conflict', 'You, elsewhere, saved version 3');
      expect(text('wx-rule-differences')).to.contain('Theirs again');
    });

    it('goes on from theirs, with mine kept beside, also over a reload', async () => {
      await overtaken();
      button('Go on from version 2').click();
      await until(() => field('name').value === 'Theirs');
      await until(() => focused().classList.contains('aside'));
      await open(id(1));
      button('Go on with the draft').click();
      await until(() => field('name'));
      expect(field('name').value).to.equal('Theirs');
      button('Put mine back').click();
      await until(() => field('name').value === 'Mine');
      save();
      await see('wx-automation-page', 'Saved as version 3.');
    });

    it('says so at once to who comes back to a draft of an older version', async () => {
      await edit();
      fake.overtake(definition({ name: 'Theirs' }), OTHER.id);
      await open(id(1));
      button('Go on with the draft').click();
      await see('wx-rule-conflict', 'Aylin Demir saved version 2');
      expect(field('name').value).to.equal('Mine');
    });

    it('shows what they saved to who throws the draft away', async () => {
      await overtaken();
      button('Throw the draft away').click();
      await until(() => inside('wx-automation-page', 'h1')?.textContent === 'Theirs');
    });
  });

  it('changes a rule as a new version, and leaves the focus where it began', async () => {
    await open(id(1));
    button('Edit').click();
    await until(() => focused().id === 'name');
    await until(() => field('steps.0.wait.minutes'));
    await write('steps.0.wait.minutes', '90');
    save();
    await see('wx-automation-page', 'Saved as version 2.');
    await until(() => focused().textContent === 'Edit');
    expect(sent('PUT')!.steps[0]!.wait).to.deep.equal({ minutes: 5400, from: 'trigger' });
    expect(localStorage.length).to.equal(0);
  });

  it('begins a copy with what another rule says, under another name', async () => {
    await open(`new?from=${id(1)}`);
    expect(field('name').value).to.equal('Copy of Cart left');
    save();
    await until(() => sent('POST'));
    expect(sent('POST')!.steps).to.deep.equal(fake.versions[0]!.steps);
  });

  describe('with steps', () => {
    const waits = () =>
      [...find('wx-rule-form')!.shadowRoot!.querySelectorAll('wx-rule-step')].map(({ value }) => (value as Step).wait);

    it('puts the focus into a step that was added', async () => {
      await open('new');
      button('Add a step').click();
      await until(() => focused().id === 'steps.1.do-kind');
      expect(waits()).to.deep.equal([
        { minutes: 60, from: 'trigger' },
        { minutes: 1440, from: 'step' },
      ]);
      expect(text('wx-rule-form')).to.contain('Step 2 was added.');
    });

    it('moves a step with its button’s focus, and the first one counts from the trigger', async () => {
      await open('new');
      button('Add a step').click();
      await until(() => waits().length === 2);
      button('Move step 2 up').click();
      await until(() => focused().getAttribute('aria-label') === 'Move step 1 down');
      expect(waits()).to.deep.equal([
        { minutes: 1440, from: 'trigger' },
        { minutes: 60, from: 'trigger' },
      ]);
      expect(button('Move step 1 up').hasAttribute('disabled')).to.equal(true);
    });

    it('leaves the focus at the step in the place of one that was removed; the last one stays', async () => {
      await open('new');
      button('Add a step').click();
      await until(() => waits().length === 2);
      button('Remove step 2').click();
      await until(() => focused().id === 'steps.0.do-kind');
      expect(button('Remove step 1').hasAttribute('disabled')).to.equal(true);
    });

    it('holds ten at most', async () => {
      await open('new');
      for (let n = 2; n <= 10; n += 1) {
        button('Add a step').click();
        await until(() => waits().length === n);
      }
      await until(() => button('Add a step').hasAttribute('disabled'));
    });
  });
});
