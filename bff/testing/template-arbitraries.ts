import fc from 'fast-check';
import { readDefinition, type StoredTemplate } from '../domain/template-definition.ts';
import { slotsOf } from '../domain/template-slots.ts';

/** Values as people, shops and phones write them: empty, endless, on several lines, in any script, with braces of their own. */
export const anyValue = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '',
    ' ',
    '\n',
    '\t\t',
    '\u200b',
    'a\nb\tc',
    'x     y',
    '{{1}}',
    '{{customer.name}}',
    'Zoë 😀',
    '\u0000',
    '\ud800',
  ),
  fc.constantFrom(
    'https://shop.example/cart/9',
    'https://evil.example/x',
    '../..',
    '@evil.example',
    '52.52',
    '-181',
    'SAVE10',
  ),
  fc.nat(400).map(n => 'long '.repeat(n)),
);

const word = fc.constantFrom('Hello', 'Olá', 'your order', 'مرحبا', 'is ready 🎉', 'at', '50 %', '\n\n');

/** A text with these variables somewhere in it, also twice. */
const textWith = (names: string[]) =>
  fc
    .array(fc.tuple(word, fc.constantFrom(...(names.length > 0 ? names : ['']))), { minLength: 1, maxLength: 6 })
    .map(parts => {
      const rest = names.filter(name => !parts.some(([, used]) => used === name)).map(name => ['and', name] as const);
      return `${[...parts, ...rest].map(([text, name]) => (name ? `${text} {{${name}}}` : text)).join(' ')}.`;
    });

const body = fc
  .oneof(
    fc.integer({ min: 0, max: 4 }).map(count => Array.from({ length: count }, (_, i) => String(i + 1))),
    fc.uniqueArray(fc.constantFrom('first_name', 'order_id', 'total', 'constructor'), { minLength: 1, maxLength: 3 }),
  )
  .chain(names => textWith(names).map(text => ({ text, isNamed: names.some(name => !/^\d/.test(name)) })));

const headers = (isNamed: boolean) =>
  fc.constantFrom(
    [],
    [{ type: 'HEADER', format: 'TEXT', text: 'News' }],
    [{ type: 'HEADER', format: 'TEXT', text: isNamed ? 'Order {{order_id}}' : 'Order {{1}}' }],
    ...['IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION'].map(format => [{ type: 'HEADER', format }]),
  );

const buttons = fc.array(
  fc.constantFrom(
    { type: 'QUICK_REPLY', text: 'Stop' },
    { type: 'QUICK_REPLY', text: 'More' },
    { type: 'URL', text: 'Shop', url: 'https://shop.example/' },
    { type: 'URL', text: 'Cart', url: 'https://shop.example/cart/{{1}}' },
    { type: 'PHONE_NUMBER', text: 'Call', phone_number: '+4930555701' },
    { type: 'COPY_CODE', text: 'Copy' },
  ),
  { maxLength: 4 },
);

/** An approved template as Meta tells it. */
export const anyTemplate: fc.Arbitrary<StoredTemplate> = body.chain(({ text, isNamed }) =>
  fc.record({
    name: fc.constant('any'),
    language: fc.constantFrom('en', 'pt_BR', 'ar'),
    category: fc.constantFrom('MARKETING', 'UTILITY'),
    parameterFormat: fc.constant(isNamed ? ('NAMED' as const) : ('POSITIONAL' as const)),
    components: fc
      .tuple(headers(isNamed), fc.constantFrom([], [{ type: 'FOOTER', text: 'WoodEx' }]), buttons)
      .map(([header, footer, some]) => [
        ...header,
        { type: 'BODY', text },
        ...footer,
        ...(some.length > 0 ? [{ type: 'BUTTONS', buttons: some }] : []),
      ]),
  }),
);

const FITTING: Record<string, string> = {
  'header.media': 'https://files.example/a%20b.jpg',
  'header.latitude': '52.52',
  'header.longitude': '13.405',
};

/** A template with values for its slots: mostly ones that fit, else any. */
export const anyFilling = anyTemplate.chain(template => {
  const slots = slotsOf(readDefinition(template));
  const values = slots.map(slot => {
    const fitting = fc.constant(FITTING[slot.key] ?? 'Fits');
    const value = fc.oneof({ weight: 4, arbitrary: fitting }, { weight: 2, arbitrary: anyValue });
    return fc.option(value, { nil: undefined, freq: slot.required ? 12 : 2 }).map(text => [slot.key, text] as const);
  });
  return fc.record({
    template: fc.constant(template),
    values: fc
      .tuple(...values)
      .map(entries => Object.fromEntries(entries.flatMap(([key, text]) => (text === undefined ? [] : [[key, text]])))),
  });
});
