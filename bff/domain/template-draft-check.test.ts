import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { TemplateDraft } from '../../contract/template.ts';
import { anyTemplate } from '../testing/template-arbitraries.ts';
import { readDefinition } from './template-definition.ts';
import { componentsOf, definitionOfDraft, draftOf, formatOf } from './template-draft.ts';
import { checkDraft } from './template-draft-check.ts';

const fine: TemplateDraft = {
  ...{ name: 'order_shipped', language: 'en', category: 'UTILITY', header: null, footer: null, buttons: [] },
  body: { text: 'Hello {{1}}, your order {{2}} is on its way to you.', samples: { 1: 'Ana', 2: '#1001' } },
};
const wrong = (changes: Partial<TemplateDraft>) =>
  checkDraft({ ...fine, ...changes }).map(({ field, what }) => `${field}: ${what}`);
const body = (text: string, samples: Record<string, string> = { 1: 'a', 2: 'b', 3: 'c' }) => ({
  body: { text, samples },
});
const reply = (text: string) => ({ kind: 'quick-reply', text }) as const;
const link = (url: string, sample = 'x', text = 'Go') => ({ kind: 'url', text, url, sample }) as const;

const cases: [claim: string, changes: Partial<TemplateDraft>, problems: RegExp[]][] = [
  ['nothing wrong with it', {}, []],
  ['a name of 512 signs, none of 513', { name: 'a'.repeat(512) }, []],
  ['a name of 513 signs', { name: 'a'.repeat(513) }, [/^name: .*longer than 512/]],
  ['a name with capitals', { name: 'Order' }, [/^name: /]],
  ['a language that is none', { language: 'English' }, [/^language: /]],
  ['a text of 1024 signs', body('x'.repeat(1024)), []],
  ['a text of 1025 signs', body('x'.repeat(1025)), [/^body.text: .*1024/]],
  ['a variable at the beginning', body('{{1}} one two three four'), [/2388299/]],
  ['a variable at the end', body('one two three four {{1}}'), [/2388299/]],
  ['variables side by side', body('one two three {{1}} {{2}} four five six.'), [/side by side/]],
  ['numbers with a gap', body('one two three {{1}} four five six {{3}} end.'), [/gap/]],
  [
    'numbers and names',
    body('one two three {{1}} four five six {{name}} end.', { 1: 'a', name: 'b' }),
    [/some have names/],
  ],
  ['a name that is none', body('one two three {{Name}} end.', { Name: 'b' }), [/is no name/]],
  ['no example', body('one two three {{1}} end.', {}), [/^body.samples.1: /]],
  ['an example by inheritance only', body('one two {{constructor}} three.', {}), [/^body.samples.constructor: /]],
  ['few words', body('Hi {{1}}.'), [/2388293/]],
  ['no spaces between its words', body('您的订单{{1}}已发货，请注意查收。'), []],
  ['few words without spaces', body('您{{1}}好。'), [/2388293/]],
  ['braces that are no variable', body('one {{ two'), [/braces/]],
  ['a footer of 61 signs', { footer: 'x'.repeat(61) }, [/^footer: /]],
  ['a variable in the footer', { footer: 'Bye {{1}}' }, [/^footer: .*variable/]],
  [
    'a header with two variables',
    { header: { kind: 'text', text: '{{1}} {{2}}', sample: 'x' } },
    [/several variables/],
  ],
  ['a header without its example', { header: { kind: 'text', text: 'No {{1}}', sample: '' } }, [/^header.sample: /]],
  ['a picture without its example', { header: { kind: 'image', sample: '' } }, [/^header.sample: /]],
  ['ten quick replies', { buttons: Array.from({ length: 10 }, (_, n) => reply(`No ${n}`)) }, []],
  [
    'eleven',
    { buttons: Array.from({ length: 11 }, (_, n) => reply(`No ${n}`)) },
    [/more than 10 buttons/, /more than 10 quick/],
  ],
  ['three links', { buttons: [1, 2, 3].map(n => link('https://x.example/', '', `Go ${n}`)) }, [/more than 2 links/]],
  ['quick replies apart', { buttons: [reply('A'), link('https://x.example'), reply('B')] }, [/among other buttons/]],
  ['two buttons of one name', { buttons: [reply('A'), reply('A')] }, [/Two buttons/]],
  ['words of 26 signs', { buttons: [reply('x'.repeat(26))] }, [/^buttons.0.text: /]],
  [
    'a variable in the middle of an address',
    { buttons: [link('https://x.example/{{1}}/y')] },
    [/^buttons.0.url: .*at its end/],
  ],
  ['a variable in the name of a site', { buttons: [link('https://x.example{{1}}')] }, [/part of the site/]],
  ['an address that is none', { buttons: [link('x.example/{{1}}')] }, [/^buttons.0.url: /]],
  ['a phone that is none', { buttons: [{ kind: 'phone', text: 'Call', phone: '030 1' }] }, [/^buttons.0.phone: /]],
  ['a code of 21 signs', { buttons: [{ kind: 'copy-code', sample: 'C'.repeat(21) }] }, [/^buttons.0.sample: /]],
];

describe('checkDraft', () => {
  for (const [claim, changes, problems] of cases) {
    it(`finds ${claim}`, () => {
      const found = wrong(changes);
      assert.equal(found.length, problems.length, found.join('\n'));
      for (const [index, problem] of problems.entries()) assert.match(found[index]!, problem);
    });
  }

  it('never throws, whatever is written', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('{{1}}', '{{a}} {{1}}', '}}{{', 'https://{{1}}', '{{__proto__}}'),
    );
    const anyDraft = fc.record({
      ...{ name: text, language: text, category: fc.constantFrom('UTILITY', 'MARKETING'), footer: fc.option(text) },
      header: fc.option(fc.record({ kind: fc.constant('text'), text, sample: text })),
      body: fc.record({ text, samples: fc.dictionary(text, text) }),
      buttons: fc.array(fc.record({ kind: fc.constant('url'), text, url: text, sample: text }), { maxLength: 12 }),
    });
    fc.assert(
      fc.property(anyDraft, written => {
        const draft = TemplateDraft.parse(written);
        checkDraft(draft);
        definitionOfDraft(draft);
      }),
    );
  });
});

describe('a draft', () => {
  it('is sent with an example for each variable, as positional and named templates want it', () => {
    assert.deepEqual(componentsOf(fine), [
      { type: 'BODY', text: fine.body.text, example: { body_text: [['Ana', '#1001']] } },
    ]);
    const named = { ...fine, body: { text: 'Hello {{name}}, it is here.', samples: { name: 'Ana' } } };
    assert.equal(formatOf(named), 'NAMED');
    assert.deepEqual(componentsOf(named)[0]!.example, {
      body_text_named_params: [{ param_name: 'name', example: 'Ana' }],
    });
  });

  it('read back from Meta says what it said', () => {
    fc.assert(
      fc.property(anyTemplate, template => {
        const draft = draftOf(readDefinition(template))!;
        const again = draftOf(definitionOfDraft(draft));
        const body = { text: draft.body.text.trim(), samples: again!.body.samples };
        assert.deepEqual(again, { ...draft, body });
      }),
    );
  });
});
