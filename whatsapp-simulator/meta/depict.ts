import type { Bubble } from '../bubble.ts';
import { type Catalog, findProducts } from '../catalogs.ts';
import { GraphError } from './errors.ts';
import type { Interactive } from './interactive-body.ts';
import type { MediaRef } from './media-ref.ts';
import type { SendBody } from './send-body.ts';

export type MediaKind = NonNullable<Bubble['media']>['kind'];

/** What the phone shows of a message, and the file that has to be found first. */
export type Depiction = { bubble: Bubble; media: { kind: MediaKind; ref: MediaRef } | null };

/** How a free-form message looks on the phone. */
export function depict(
  body: Exclude<SendBody, { type: 'template' | 'reaction' }>,
  catalogs: readonly Catalog[],
): Depiction {
  switch (body.type) {
    case 'text':
      return { bubble: { text: body.text.body }, media: null };
    case 'image':
      return file('image', body.image);
    case 'video':
      return file('video', body.video);
    case 'audio':
      return file('audio', body.audio);
    case 'document':
      return file('document', body.document);
    case 'sticker':
      return file('sticker', body.sticker);
    case 'location':
      return { bubble: { location: body.location }, media: null };
    case 'contacts': {
      const contacts = body.contacts.map(({ name, phones }) => ({
        name: name.formatted_name,
        phone: phones?.[0]?.phone,
      }));
      return { bubble: { contacts }, media: null };
    }
    case 'interactive':
      return depictInteractive(body.interactive, catalogs);
  }
}

const file = (kind: MediaKind, ref: MediaRef): Depiction => ({ bubble: { text: ref.caption }, media: { kind, ref } });

function depictInteractive(interactive: Interactive, catalogs: readonly Catalog[]): Depiction {
  const bubble: Bubble = { text: interactive.body?.text };
  if (interactive.type === 'product') {
    const { catalog_id: catalogId, product_retailer_id: id } = interactive.action;
    bubble.shelf = { catalogId, sections: [{ products: productsOf(catalogs, catalogId, [id]) }] };
  }
  if (interactive.type === 'product_list') {
    const { catalog_id: catalogId, sections } = interactive.action;
    const shelves = sections.map(({ title, product_items: items }) => ({
      title,
      products: productsOf(
        catalogs,
        catalogId,
        items.map(item => item.product_retailer_id),
      ),
    }));
    bubble.shelf = { catalogId, sections: shelves };
  }
  if (interactive.type === 'location_request_message')
    return { bubble: { ...bubble, buttons: [{ kind: 'location', text: 'Send location' }] }, media: null };
  if (interactive.footer) bubble.footer = interactive.footer.text;
  if (interactive.type === 'product') return { bubble, media: null };
  const { header } = interactive;
  if (header?.type === 'text') bubble.header = { text: header.text };
  if (interactive.type === 'product_list') return { bubble, media: null };
  if (interactive.type === 'list') {
    bubble.list = { label: interactive.action.button, sections: interactive.action.sections };
    return { bubble, media: null };
  }
  bubble.buttons =
    interactive.type === 'cta_url'
      ? [{ kind: 'url', text: interactive.action.parameters.display_text, url: interactive.action.parameters.url }]
      : interactive.action.buttons.map(({ reply }) => ({
          kind: 'reply',
          text: reply.title,
          id: reply.id,
          from: 'interactive',
        }));
  return { bubble, media: headerMedia(interactive.header) };
}

/** @throws {GraphError} 131009 for what is not in a catalogue of the account */
function productsOf(catalogs: readonly Catalog[], catalogId: string, ids: readonly string[]) {
  const products = findProducts(catalogs, catalogId, ids);
  if (products) return products;
  throw new GraphError(131009, `Products not found in the catalog ${catalogId}.`);
}

function headerMedia(header: Extract<Interactive, { type: 'button' | 'cta_url' }>['header']): Depiction['media'] {
  if (header?.type === 'image') return { kind: 'image', ref: header.image };
  if (header?.type === 'video') return { kind: 'video', ref: header.video };
  if (header?.type === 'document') return { kind: 'document', ref: header.document };
  return null;
}
