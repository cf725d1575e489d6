import type { Bubble } from '../bubble.ts';
import type { Interactive } from './interactive-body.ts';
import type { MediaRef } from './media-ref.ts';
import type { SendBody } from './send-body.ts';

export type MediaKind = NonNullable<Bubble['media']>['kind'];

/** What the phone shows of a message, and the file that has to be found first. */
export type Depiction = { bubble: Bubble; media: { kind: MediaKind; ref: MediaRef } | null };

/** How a free-form message looks on the phone. */
export function depict(body: Exclude<SendBody, { type: 'template' | 'reaction' }>): Depiction {
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
      return depictInteractive(body.interactive);
  }
}

const file = (kind: MediaKind, ref: MediaRef): Depiction => ({ bubble: { text: ref.caption }, media: { kind, ref } });

function depictInteractive(interactive: Interactive): Depiction {
  const bubble: Bubble = { text: interactive.body.text };
  if (interactive.type === 'location_request_message')
    return { bubble: { ...bubble, buttons: [{ kind: 'location', text: 'Send location' }] }, media: null };
  if (interactive.footer) bubble.footer = interactive.footer.text;
  const { header } = interactive;
  if (header?.type === 'text') bubble.header = { text: header.text };
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

function headerMedia(header: Extract<Interactive, { type: 'button' | 'cta_url' }>['header']): Depiction['media'] {
  if (header?.type === 'image') return { kind: 'image', ref: header.image };
  if (header?.type === 'video') return { kind: 'video', ref: header.video };
  if (header?.type === 'document') return { kind: 'document', ref: header.document };
  return null;
}
