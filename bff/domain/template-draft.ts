import type { TemplateDraft } from '../../contract/template.ts';
import { readDefinition, type TemplateButton, type TemplateDefinition } from './template-definition.ts';
import { isNumber, placeholders, valueAt } from './template-text.ts';

type MetaComponent = Record<string, unknown>;

/** Positional unless its text has a name in it. */
export function formatOf({ header, body }: TemplateDraft): 'POSITIONAL' | 'NAMED' {
  const texts = [body.text, header?.kind === 'text' ? header.text : ''];
  return texts.flatMap(placeholders).every(isNumber) ? 'POSITIONAL' : 'NAMED';
}

/** What Meta is sent to create or edit it. */
export function componentsOf(draft: TemplateDraft): MetaComponent[] {
  const { body, footer, buttons } = draft;
  const names = placeholders(body.text);
  return [
    ...headerOf(draft),
    { type: 'BODY', text: body.text.trim(), ...bodyExample(draft, names) },
    ...(footer?.trim() ? [{ type: 'FOOTER', text: footer.trim() }] : []),
    ...(buttons.length > 0 ? [{ type: 'BUTTONS', buttons: buttons.map(buttonOf) }] : []),
  ];
}

function headerOf({ header, ...draft }: TemplateDraft): MetaComponent[] {
  if (!header) return [];
  if (header.kind === 'location') return [{ type: 'HEADER', format: 'LOCATION' }];
  if (header.kind !== 'text')
    return [{ type: 'HEADER', format: header.kind.toUpperCase(), example: { header_handle: [header.sample] } }];
  const [name] = placeholders(header.text);
  const isNamed = formatOf({ ...draft, header }) === 'NAMED';
  const example = !name
    ? {}
    : isNamed
      ? { example: { header_text_named_params: [{ param_name: name, example: header.sample.trim() }] } }
      : { example: { header_text: [header.sample.trim()] } };
  return [{ type: 'HEADER', format: 'TEXT', text: header.text.trim(), ...example }];
}

function bodyExample(draft: TemplateDraft, names: string[]): MetaComponent {
  if (names.length === 0) return {};
  const sample = (name: string) => valueAt(draft.body.samples, name).trim();
  return formatOf(draft) === 'NAMED'
    ? { example: { body_text_named_params: names.map(name => ({ param_name: name, example: sample(name) })) } }
    : { example: { body_text: [names.map(sample)] } };
}

function buttonOf(button: TemplateDraft['buttons'][number]): MetaComponent {
  switch (button.kind) {
    case 'quick-reply':
      return { type: 'QUICK_REPLY', text: button.text.trim() };
    case 'url': {
      const [name] = placeholders(button.url);
      const example = name ? { example: [button.url.trim().replace(/\{\{.*$/, '') + button.sample.trim()] } : {};
      return { type: 'URL', text: button.text.trim(), url: button.url.trim(), ...example };
    }
    case 'phone':
      return { type: 'PHONE_NUMBER', text: button.text.trim(), phone_number: button.phone.trim() };
    case 'copy-code':
      return { type: 'COPY_CODE', example: [button.sample.trim()] };
  }
}

/** The template that a draft will be. */
export const definitionOfDraft = (draft: TemplateDraft): TemplateDefinition =>
  readDefinition({
    name: draft.name,
    language: draft.language,
    category: draft.category,
    parameterFormat: formatOf(draft),
    components: componentsOf(draft),
  });

/** A template for editing; null when it has parts that a draft cannot hold. */
export function draftOf({
  name,
  language,
  category,
  header,
  body,
  footer,
  buttons,
  odd,
}: TemplateDefinition): TemplateDraft | null {
  if (odd.length > 0 || (category !== 'MARKETING' && category !== 'UTILITY')) return null;
  return {
    name,
    language,
    category,
    header: header && (header.kind === 'location' ? header : { ...header, sample: header.sample ?? '' }),
    body,
    footer,
    buttons: buttons.flatMap(draftOfButton),
  };
}

function draftOfButton(button: TemplateButton): TemplateDraft['buttons'] {
  switch (button.kind) {
    case 'url': {
      const base = button.url.replace(/\{\{.*$/, '');
      const sample = button.sample ?? '';
      return [{ ...button, sample: sample.startsWith(base) ? sample.slice(base.length) : sample }];
    }
    case 'copy-code':
      return [{ kind: 'copy-code', sample: button.sample ?? '' }];
    case 'quick-reply':
    case 'phone':
      return [button];
    case 'other':
      return [];
  }
}
