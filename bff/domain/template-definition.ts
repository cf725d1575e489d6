import { z } from 'zod';
import type { TemplateShown } from '../../contract/template.ts';
import { fill, placeholders } from './template-text.ts';

/** Meta's limits of what a template says, in UTF-16 code units (Meta, "Message templates"). */
export const LIMITS = {
  name: 512,
  header: 60,
  body: 1024,
  footer: 60,
  buttons: 10,
  urlButtons: 2,
  phoneButtons: 1,
  codeButtons: 1,
  label: 25,
  url: 2000,
  phone: 20,
  code: 20,
  payload: 128,
} as const;

export type MediaKind = 'image' | 'video' | 'document';
export type TemplateButton =
  | { kind: 'quick-reply'; text: string }
  | { kind: 'url'; text: string; url: string; sample: string | null }
  | { kind: 'phone'; text: string; phone: string }
  | { kind: 'copy-code'; text: string; sample: string | null }
  | { kind: 'other'; type: string; text: string };

/** A template, read out of Meta's own shape. `odd`: the parts that we do not know how to fill. */
export type TemplateDefinition = {
  name: string;
  language: string;
  category: string;
  header:
    | { kind: 'text'; text: string; sample: string | null }
    | { kind: MediaKind; sample: string | null }
    | { kind: 'location' }
    | null;
  body: { text: string; samples: Record<string, string> };
  footer: string | null;
  buttons: TemplateButton[];
  isNamed: boolean;
  odd: string[];
};

const Named = z.array(z.object({ param_name: z.string(), example: z.string() })).catch([]);
const Example = z
  .object({
    header_text: z.array(z.string()).catch([]),
    header_handle: z.array(z.string()).catch([]),
    body_text: z.array(z.array(z.string())).catch([]),
    body_text_named_params: Named,
    header_text_named_params: Named,
  })
  .catch({
    header_text: [],
    header_handle: [],
    body_text: [],
    body_text_named_params: [],
    header_text_named_params: [],
  });
const Button = z.object({
  type: z.string().catch('UNKNOWN'),
  text: z.string().catch(''),
  url: z.string().catch(''),
  phone_number: z.string().catch(''),
  example: z.union([z.array(z.string()), z.string().transform(text => [text])]).catch([]),
});
const Component = z.object({
  type: z.string().catch('UNKNOWN'),
  format: z.string().catch('TEXT'),
  text: z.string().catch(''),
  example: Example,
  buttons: z.array(Button).catch([]),
});
type Component = z.infer<typeof Component>;

export type StoredTemplate = {
  name: string;
  language: string;
  category: string;
  parameterFormat: 'POSITIONAL' | 'NAMED';
  components: readonly Record<string, unknown>[];
};

/** Reads Meta's components; never throws. What is not understood is named in `odd`, so that nothing is sent half filled. */
export function readDefinition(stored: StoredTemplate): TemplateDefinition {
  const parts = stored.components.map(part => Component.parse(part));
  const of = (type: string) => parts.find(part => part.type.toUpperCase() === type);
  const body = of('BODY');
  const header = headerOf(of('HEADER'));
  const buttons = (of('BUTTONS')?.buttons ?? []).map(buttonOf);
  const texts = [body?.text ?? '', header && 'text' in header ? header.text : ''];
  return {
    name: stored.name,
    language: stored.language,
    category: stored.category,
    header: header && 'odd' in header ? null : header,
    body: { text: body?.text ?? '', samples: samplesOf(body) },
    footer: of('FOOTER')?.text || null,
    buttons,
    isNamed:
      stored.parameterFormat === 'NAMED' || texts.some(text => placeholders(text).some(name => !/^\d+$/.test(name))),
    odd: [
      ...parts
        .map(({ type }) => type.toUpperCase())
        .filter(type => !['HEADER', 'BODY', 'FOOTER', 'BUTTONS'].includes(type)),
      ...(header && 'odd' in header ? [`${header.odd} header`] : []),
      ...buttons.flatMap(button => (button.kind === 'other' ? [`${button.type} button`] : [])),
      ...(stored.category === 'AUTHENTICATION' ? ['AUTHENTICATION'] : []),
    ].map(word => word.toLowerCase().replaceAll('_', ' ')),
  };
}

function headerOf(part: Component | undefined): TemplateDefinition['header'] | { odd: string } {
  if (!part) return null;
  switch (part.format.toUpperCase()) {
    case 'TEXT': {
      const sample = part.example.header_text[0] ?? part.example.header_text_named_params[0]?.example ?? null;
      return part.text ? { kind: 'text', text: part.text, sample } : null;
    }
    case 'IMAGE':
    case 'VIDEO':
    case 'DOCUMENT':
      return { kind: part.format.toLowerCase() as MediaKind, sample: part.example.header_handle[0] ?? null };
    case 'LOCATION':
      return { kind: 'location' };
    default:
      return { odd: part.format };
  }
}

function samplesOf(body: Component | undefined): Record<string, string> {
  if (!body) return {};
  const {
    body_text: [row = []],
    body_text_named_params: named,
  } = body.example;
  const positional = row.map((example, index) => [String(index + 1), example]);
  return Object.fromEntries([...positional, ...named.map(each => [each.param_name, each.example])]);
}

function buttonOf({ type, text, url, phone_number: phone, example }: z.infer<typeof Button>): TemplateButton {
  switch (type.toUpperCase()) {
    case 'QUICK_REPLY':
      return { kind: 'quick-reply', text };
    case 'URL':
      return { kind: 'url', text, url, sample: example[0] ?? null };
    case 'PHONE_NUMBER':
      return { kind: 'phone', text, phone };
    case 'COPY_CODE':
      return { kind: 'copy-code', text: text || 'Copy offer code', sample: example[0] ?? null };
    default:
      return { kind: 'other', type, text };
  }
}

/** What a customer would read of it with the samples that Meta was shown; a variable without a sample stands there as itself. */
export function shownWithSamples(definition: TemplateDefinition): TemplateShown {
  const { header, body, footer, buttons } = definition;
  return {
    header: shownHeader(header),
    body: fill(body.text, Object.fromEntries(Object.entries(body.samples).filter(([, sample]) => sample !== ''))),
    footer,
    buttons: buttons.map(shownButton),
  };
}

function shownButton(button: TemplateButton): TemplateShown['buttons'][number] {
  switch (button.kind) {
    case 'url':
      return { kind: 'url', text: button.text, detail: button.sample ?? button.url };
    case 'phone':
      return { kind: 'phone', text: button.text, detail: button.phone };
    case 'copy-code':
      return { kind: 'copy-code', text: button.text, detail: button.sample };
    case 'quick-reply':
    case 'other':
      return { kind: button.kind, text: button.text, detail: null };
  }
}

function shownHeader(header: TemplateDefinition['header']): TemplateShown['header'] {
  if (!header) return null;
  if (header.kind === 'location') return { kind: 'location', name: '', address: '' };
  if (header.kind !== 'text') return { kind: header.kind, link: null };
  const [name] = placeholders(header.text);
  return { kind: 'text', text: name && header.sample ? fill(header.text, { [name]: header.sample }) : header.text };
}
