import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { anyFilling, anyTemplate, anyValue } from '../testing/template-arbitraries.ts';
import { readDefinition, type StoredTemplate } from './template-definition.ts';
import { preflight } from './template-preflight.ts';
import { slotsOf } from './template-slots.ts';
import { placeholders } from './template-text.ts';

const template = (components: Record<string, unknown>[], changes: Partial<StoredTemplate> = {}) =>
  readDefinition({
    ...{ name: 'order_shipped', language: 'pt_BR', category: 'UTILITY', parameterFormat: 'POSITIONAL' },
    components,
    ...changes,
  });
const body = (text: string) => ({ type: 'BODY', text });
const buttons = (...all: Record<string, unknown>[]) => ({ type: 'BUTTONS', buttons: all });
const wrong = (...args: Parameters<typeof preflight>) => {
  const result = preflight(...args);
  return result.ok ? [] : result.problems.map(({ field, what }) => `${field}: ${what}`);
};
const sent = (...args: Parameters<typeof preflight>) => {
  const result = preflight(...args);
  assert.ok(result.ok, JSON.stringify(result));
  return result;
};

describe('preflight', () => {
  it('numbers its values in the order of the numbers, not of the text', () => {
    const definition = template([body('Order {{2}} for {{1}}, again {{2}}.')]);
    const { parameters, shown } = sent(definition, { 'body.1': 'Ana', 'body.2': '#7' });
    assert.deepEqual(parameters, [
      {
        type: 'body',
        parameters: [
          { type: 'text', text: 'Ana' },
          { type: 'text', text: '#7' },
        ],
      },
    ]);
    assert.equal(shown.body, 'Order #7 for Ana, again #7.');
  });

  it('names its values where the template does', () => {
    const definition = template(
      [{ type: 'HEADER', format: 'TEXT', text: 'Hi {{name}}' }, body('Order {{order_id}}.')],
      {
        parameterFormat: 'NAMED',
      },
    );
    assert.deepEqual(sent(definition, { 'header.name': 'Ana', 'body.order_id': '#7' }).parameters, [
      { type: 'header', parameters: [{ type: 'text', parameter_name: 'name', text: 'Ana' }] },
      { type: 'body', parameters: [{ type: 'text', parameter_name: 'order_id', text: '#7' }] },
    ]);
  });

  it('leaves out every component that has no variable', () => {
    const plain = template([
      { type: 'HEADER', format: 'TEXT', text: 'News' },
      body('We are open.'),
      { type: 'FOOTER', text: 'WoodEx' },
      buttons({ type: 'URL', text: 'Shop', url: 'https://shop.example' }, { type: 'QUICK_REPLY', text: 'Stop' }),
    ]);
    assert.deepEqual(sent(plain, {}).parameters, []);
  });

  it('counts buttons among all of them, and writes what each is sent for', () => {
    const definition = template([
      body('Look.'),
      buttons(
        { type: 'QUICK_REPLY', text: 'Stop' },
        { type: 'PHONE_NUMBER', text: 'Call', phone_number: '+49301' },
        { type: 'URL', text: 'Cart', url: 'https://shop.example/cart/{{1}}' },
        { type: 'COPY_CODE' },
      ),
    ]);
    const { parameters, shown } = sent(definition, {
      'button.0': 'optout',
      'button.2': 'a b/ü?k=1',
      'button.3': 'SAVE10',
    });
    assert.deepEqual(parameters, [
      { type: 'button', sub_type: 'quick_reply', index: '0', parameters: [{ type: 'payload', payload: 'optout' }] },
      { type: 'button', sub_type: 'url', index: '2', parameters: [{ type: 'text', text: 'a%20b/%C3%BC?k=1' }] },
      {
        type: 'button',
        sub_type: 'copy_code',
        index: '3',
        parameters: [{ type: 'coupon_code', coupon_code: 'SAVE10' }],
      },
    ]);
    assert.equal(shown.buttons[2]!.detail, 'https://shop.example/cart/a%20b/%C3%BC?k=1');
  });

  it('cuts a whole link to what comes behind the registered address, and takes none that leads elsewhere', () => {
    const definition = template([body('x'), buttons({ type: 'URL', text: 'Go', url: 'https://shop.example/c/{{1}}' })]);
    const parameter = sent(definition, { 'button.0': 'https://shop.example/c/42?x=1' }).parameters[0]!.parameters;
    assert.deepEqual(parameter, [{ type: 'text', text: '42?x=1' }]);
    assert.match(wrong(definition, { 'button.0': 'https://other.example/c/42' })[0]!, /leads elsewhere/);
    const bare = template([body('x'), buttons({ type: 'URL', text: 'Go', url: 'https://shop.example{{1}}' })]);
    assert.match(wrong(bare, { 'button.0': '.evil.example/' })[0]!, /another site/);
    assert.match(wrong(bare, { 'button.0': '@evil.example/' })[0]!, /another site/);
  });

  it('sends files by address or by id, a document with its name', () => {
    const file = (format: string) => template([{ type: 'HEADER', format }, body('x')]);
    const header = (format: string, value: string) => sent(file(format), { 'header.media': value }).parameters[0];
    assert.deepEqual(header('IMAGE', 'https://f.example/a.jpg'), {
      type: 'header',
      parameters: [{ type: 'image', image: { link: 'https://f.example/a.jpg' } }],
    });
    assert.deepEqual(header('VIDEO', '1234567890'), {
      type: 'header',
      parameters: [{ type: 'video', video: { id: '1234567890' } }],
    });
    assert.deepEqual(header('DOCUMENT', 'https://f.example/q/Quote%207.pdf'), {
      type: 'header',
      parameters: [
        { type: 'document', document: { link: 'https://f.example/q/Quote%207.pdf', filename: 'Quote 7.pdf' } },
      ],
    });
    for (const value of ['', 'sofa.jpg', 'javascript:alert(1)', 'https://f.example/a b.jpg'])
      assert.equal(wrong(file('IMAGE'), { 'header.media': value }).length, 1, value);
  });

  it('sends a place whole, or says what it lacks', () => {
    const definition = template([{ type: 'HEADER', format: 'LOCATION' }, body('x')]);
    const place = { latitude: '52.52', longitude: '13.405', name: 'Showroom', address: 'Holzweg 1' };
    const values = Object.fromEntries(Object.entries(place).map(([key, value]) => [`header.${key}`, value]));
    assert.deepEqual(sent(definition, values).parameters, [
      { type: 'header', parameters: [{ type: 'location', location: place }] },
    ]);
    assert.deepEqual(wrong(definition, { ...values, 'header.latitude': '91', 'header.address': '' }), [
      'header.latitude: “91” is no latitude.',
      'header.address: The value is missing: WhatsApp takes no empty ones.',
    ]);
  });

  it('puts a value on one line with single spaces, and takes one that nobody can see for empty', () => {
    const definition = template([body('Hi {{1}}.')]);
    assert.equal(sent(definition, { 'body.1': ' a\r\n\tb     c\u2028d ' }).shown.body, 'Hi a b c d.');
    for (const value of ['', '   ', '\n', '\u200b', '\u3164', '\u0000'])
      assert.equal(wrong(definition, { 'body.1': value }).length, 1, JSON.stringify(value));
    assert.equal(wrong(definition, {}).length, 1);
  });

  it('holds the limits after its values were put in, to the last character', () => {
    const definition = template([{ type: 'HEADER', format: 'TEXT', text: 'No {{1}}' }, body('Hi {{1}}.')]);
    const values = (header: number, text: number) => ({ 'header.1': 'x'.repeat(header), 'body.1': 'y'.repeat(text) });
    assert.deepEqual(wrong(definition, values(57, 1020)), []);
    assert.deepEqual(wrong(definition, values(58, 1021)), [
      'header: The header is 1 characters too long with these values: WhatsApp takes 60.',
      'body: The body is 1 characters too long with these values: WhatsApp takes 1024.',
    ]);
  });

  it('takes a code of 20 signs and none of 21, a hidden word of 128 and none of 129', () => {
    const definition = template([body('x'), buttons({ type: 'COPY_CODE' }, { type: 'QUICK_REPLY', text: 'Ok' })]);
    const values = (code: number, payload: number) => ({
      'button.0': 'C'.repeat(code),
      'button.1': 'p'.repeat(payload),
    });
    assert.deepEqual(wrong(definition, values(20, 128)), []);
    assert.equal(wrong(definition, values(21, 129)).length, 2);
  });

  it('loses no value silently: one that has no place is a problem', () => {
    assert.deepEqual(wrong(template([body('Hi.')]), { 'body.1': 'Ana' }), [
      'body.1: The template has no place for “body.1”.',
    ]);
  });

  it('refuses what it cannot fill whole', () => {
    const odd = [
      template([body('x'), { type: 'CAROUSEL', cards: [] }]),
      template([body('x'), { type: 'LIMITED_TIME_OFFER' }]),
      template([body('x'), buttons({ type: 'FLOW', text: 'Go' })]),
      template([{ type: 'HEADER', format: 'GIF' }, body('x')]),
      template([body('{{1}} is your code.')], { category: 'AUTHENTICATION' }),
      template([]),
    ];
    for (const definition of odd) assert.equal(preflight(definition, { 'body.1': '1' }).ok, false);
    assert.match(wrong(odd[0]!, {})[0]!, /a carousel/);
  });

  it('says where each problem is and how it is mended', () => {
    const result = preflight(template([body('Hi {{1}}.')]), {});
    assert.ok(!result.ok);
    const [{ mend, ...problem }] = result.problems as [(typeof result.problems)[0]];
    assert.deepEqual(problem, {
      field: 'body.1',
      component: 'body',
      parameter: '1',
      what: 'The value is missing: WhatsApp takes no empty ones.',
    });
    assert.ok(mend.length > 0);
  });

  it('never throws, whatever Meta calls a template and whatever stands in the values', () => {
    const json = fc.array(fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<Record<string, unknown>>);
    const anyKeys = fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('body.1', 'header.media', 'button.0')),
      anyValue,
    );
    fc.assert(
      fc.property(json, anyTemplate, anyKeys, (components, { components: real, ...rest }, values) => {
        preflight(readDefinition({ ...rest, components: [...real, ...components] }), values);
      }),
    );
  });

  it('lets pass only what has every value, each on one line and not empty, and fits the limits', () => {
    let passed = 0;
    fc.assert(
      fc.property(anyFilling, ({ template: stored, values }) => {
        const definition = readDefinition(stored);
        const result = preflight(definition, values);
        if (!result.ok) return;
        passed += 1;
        const texts = textsIn(result.parameters);
        assert.ok(texts.every(text => text !== '' && !/[\n\t]| {5,}/.test(text) && text.isWellFormed()));
        const of = (type: string) => result.parameters.filter(part => part.type === type);
        const count = (type: string) => (of(type)[0]?.parameters as unknown[] | undefined)?.length ?? 0;
        assert.equal(count('body'), placeholders(definition.body.text).length);
        assert.ok(result.shown.body.length <= 1024 && of('body').length <= 1 && of('header').length <= 1);
        const needed = slotsOf(definition).filter(slot => slot.component === 'button' && slot.required);
        assert.ok(needed.every(({ parameter }) => of('button').some(part => part.index === parameter)));
      }),
      { numRuns: 500 },
    );
    assert.ok(passed > 100, `${passed} passed`);
  });

  it('has a place for each slot: a template whose slots are all filled well can be sent', () => {
    const fits: Record<string, string> = {
      'header.media': 'https://f.example/x.png',
      'header.latitude': '1',
      'header.longitude': '2',
    };
    fc.assert(
      fc.property(anyTemplate, stored => {
        const definition = readDefinition(stored);
        const values = Object.fromEntries(slotsOf(definition).map(({ key }) => [key, fits[key] ?? 'Fits']));
        assert.ok(preflight(definition, values).ok);
      }),
    );
  });
});

const textsIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value ? Object.values(value).flatMap(textsIn) : [];
