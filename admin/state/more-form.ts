import type { MediaUploaded } from '../../contract/media.ts';
import type { AgentContent } from '../../contract/outgoing.ts';

export type MoreKind = 'buttons' | 'list' | 'location' | 'contacts' | 'product' | 'product-list';
type Field = (name: string) => string;
export type MoreContent = Exclude<AgentContent, { kind: 'attachment' }>;

/** What keeps the form from being sent, in words; the limits of WhatsApp are the server's to know. `above`: the file over a question. */
export function problemOf(kind: MoreKind, field: Field, above: MediaUploaded | null): string | null {
  switch (kind) {
    case 'buttons':
      if (field('text') === '') return 'The question is missing.';
      if (above && field('header') !== '') return 'Above the question stands a heading or a file, not both.';
      if (above?.type === 'audio') return 'Above the question WhatsApp shows a picture, a video or a document.';
      return linesOf(field('answers')).length === 0 ? 'At least one button is needed.' : null;
    case 'list':
      if (field('text') === '') return 'The question is missing.';
      if (field('button') === '') return 'What opens the list is missing.';
      return linesOf(field('rows')).length === 0 ? 'At least one row is needed.' : null;
    case 'location':
      return isWithin(field('latitude'), 90) && isWithin(field('longitude'), 180)
        ? null
        : 'Latitude and longitude are numbers, like 53.5511 and 9.9937.';
    case 'contacts':
      if (field('name') === '') return 'The name is missing.';
      return field('phone') === '' && field('email') === '' ? 'A phone or an e-mail address is needed.' : null;
    case 'product':
      return field('catalogId') === '' || field('productId') === '' ? 'Catalogue and product are needed.' : null;
    case 'product-list':
      if (field('catalogId') === '') return 'The catalogue is missing.';
      if (field('header') === '' || field('text') === '') return 'The heading and the words are needed.';
      return productLinesOf(field('products')).some(({ productIds }) => productIds.length === 0)
        ? 'Each line needs a product.'
        : productLinesOf(field('products')).length === 0
          ? 'At least one product is needed.'
          : null;
  }
}

/** What the form says, once {@link problemOf} finds nothing wrong. */
export function contentOf(kind: MoreKind, field: Field, above: MediaUploaded | null): MoreContent {
  const around = { ...optional('header', field), ...optional('footer', field) };
  switch (kind) {
    case 'buttons': {
      const buttons = linesOf(field('answers')).map((title, index) => ({ id: `answer-${index + 1}`, title }));
      return { kind, text: field('text'), ...around, ...(above && { media: { mediaId: above.id } }), buttons };
    }
    case 'list': {
      const rows = linesOf(field('rows')).map((line, index) => {
        const [title = '', description = ''] = line.split('|').map(part => part.trim());
        return { id: `row-${index + 1}`, title, ...(description !== '' && { description }) };
      });
      return { kind, text: field('text'), ...around, button: field('button'), sections: [{ rows }] };
    }
    case 'location':
      return {
        ...{ kind, latitude: numberOf(field('latitude')), longitude: numberOf(field('longitude')) },
        ...optional('name', field),
        ...optional('address', field),
      };
    case 'contacts': {
      const phones = field('phone') === '' ? [] : [{ phone: field('phone') }];
      const emails = field('email') === '' ? [] : [{ email: field('email') }];
      return { kind, cards: [{ name: field('name'), phones, emails }] };
    }
    case 'product':
      return { kind, catalogId: field('catalogId'), productId: field('productId'), ...optional('text', field) };
    case 'product-list': {
      const catalogId = field('catalogId');
      const words = { header: field('header'), text: field('text'), ...optional('footer', field) };
      return { kind, catalogId, ...words, sections: productLinesOf(field('products')) };
    }
  }
}

const optional = <N extends string>(name: N, field: Field): Partial<Record<N, string>> =>
  field(name) === '' ? {} : ({ [name]: field(name) } as Record<N, string>);

const linesOf = (text: string) =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');

/** Each line is a section: its products, behind its title and a colon where it has one. */
const productLinesOf = (text: string) =>
  linesOf(text).map(line => {
    const [, title, listed = ''] = /^(.+?):(?:\s+(.*))?$/.exec(line) ?? ['', undefined, line];
    return { ...(title && { title }), productIds: listed.split(/[\s,]+/).filter(id => id !== '') };
  });

/** Also with a comma, as half the world writes it. */
const numberOf = (text: string) => Number(text.replace(',', '.'));

const isWithin = (text: string, limit: number) => text !== '' && Math.abs(numberOf(text)) <= limit;
