import type { TemplateSlot } from '../../contract/template.ts';
import type { TemplateButton, TemplateDefinition } from './template-definition.ts';
import { suggestionFor } from './template-suggestion.ts';
import { placeholders, valueAt } from './template-text.ts';

/** Which values a template needs, in the order in which one reads it. */
export function slotsOf(definition: TemplateDefinition): TemplateSlot[] {
  return [...headerSlots(definition), ...bodySlots(definition), ...buttonSlots(definition)];
}

function headerSlots({ header }: TemplateDefinition): TemplateSlot[] {
  if (!header) return [];
  const base = { component: 'header', required: true, sample: null, suggestion: '' } as const;
  switch (header.kind) {
    case 'text':
      return placeholders(header.text).map(name => ({
        ...base,
        key: `header.${name}`,
        parameter: name,
        kind: 'text',
        label: `Header {{${name}}}`,
        sample: header.sample,
        suggestion: suggestionFor(name, header.text),
      }));
    case 'image':
    case 'video':
    case 'document':
      return [{ ...base, key: 'header.media', parameter: 'media', kind: header.kind, label: MEDIA[header.kind] }];
    case 'location':
      return [
        { ...base, key: 'header.latitude', parameter: 'latitude', kind: 'latitude', label: 'Latitude of the place' },
        {
          ...base,
          key: 'header.longitude',
          parameter: 'longitude',
          kind: 'longitude',
          label: 'Longitude of the place',
        },
        { ...base, key: 'header.name', parameter: 'name', kind: 'text', label: 'Name of the place' },
        { ...base, key: 'header.address', parameter: 'address', kind: 'text', label: 'Address of the place' },
      ];
  }
}

const MEDIA = { image: 'Address of the image', video: 'Address of the video', document: 'Address of the document' };

const bodySlots = ({ body }: TemplateDefinition): TemplateSlot[] =>
  placeholders(body.text).map(name => ({
    key: `body.${name}`,
    component: 'body',
    parameter: name,
    kind: 'text',
    label: `Text {{${name}}}`,
    required: true,
    sample: valueAt(body.samples, name) || null,
    suggestion: suggestionFor(name, body.text),
  }));

const buttonSlots = ({ buttons }: TemplateDefinition): TemplateSlot[] => buttons.flatMap(slotsOfButton);

function slotsOfButton(button: TemplateButton, index: number): TemplateSlot[] {
  const base = { key: `button.${index}`, component: 'button', parameter: String(index), suggestion: '' } as const;
  switch (button.kind) {
    case 'url': {
      const [name] = placeholders(button.url);
      if (name === undefined) return [];
      const { sample } = button;
      const suggestion = suggestionFor(name, button.url);
      return [{ ...base, kind: 'url', label: `Link of “${button.text}”`, required: true, sample, suggestion }];
    }
    case 'copy-code':
      return [{ ...base, kind: 'code', label: 'Code to copy', required: true, sample: button.sample }];
    case 'quick-reply':
      return [{ ...base, kind: 'payload', label: `Hidden word of “${button.text}”`, required: false, sample: null }];
    case 'phone':
    case 'other':
      return [];
  }
}
