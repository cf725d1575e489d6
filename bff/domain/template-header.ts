import type { TemplateProblem, TemplateShown } from '../../contract/template.ts';
import { LIMITS, type MediaKind } from './template-definition.ts';
import { valueAt } from './template-text.ts';

export type Parameters = Record<string, unknown>[];
export type Values = Readonly<Record<string, string>>;
export type Part<S> = { shown: S; parameters: Parameters; problems: TemplateProblem[] };

/** A public address, or the id of a file that was uploaded to Meta. */
export function mediaPart(kind: MediaKind, value: string): Part<TemplateShown['header']> {
  const field = 'header.media';
  const at = { field, component: 'header', parameter: 'media' } as const;
  const isId = /^\d{5,}$/.test(value);
  const link = isId ? null : URL.parse(value);
  const filename = link && decodeName(link.pathname.split('/').at(-1) ?? '');
  const reference = {
    ...(isId ? { id: value } : { link: value }),
    ...(kind === 'document' && filename ? { filename } : {}),
  };
  const problems: TemplateProblem[] =
    value === ''
      ? [
          {
            ...at,
            what: `The ${kind} is missing.`,
            mend: `Give the address of ${kind === 'image' ? 'an' : 'a'} ${kind}.`,
          },
        ]
      : isId || (link && ['http:', 'https:'].includes(link.protocol) && value.length <= LIMITS.url && !/\s/.test(value))
        ? []
        : [{ ...at, what: 'This is no address of a file.', mend: 'Give an address that begins with https://.' }];
  return {
    shown: { kind, link: value || null },
    problems,
    parameters: [{ type: 'header', parameters: [{ type: kind, [kind]: reference }] }],
  };
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name).slice(0, 240);
  } catch {
    return name.slice(0, 240);
  }
}

export function locationPart(values: Values): Part<TemplateShown['header']> {
  const [latitude, longitude, name, address] = ['latitude', 'longitude', 'name', 'address'].map(word =>
    valueAt(values, `header.${word}`),
  ) as [string, string, string, string];
  const problems = [
    ...degrees('latitude', latitude, 90),
    ...degrees('longitude', longitude, 180),
    ...(name === '' ? [emptyValue('header', 'header.name', 'name')] : []),
    ...(address === '' ? [emptyValue('header', 'header.address', 'address')] : []),
  ];
  const location = { latitude, longitude, name, address };
  return {
    shown: { kind: 'location', name, address },
    problems,
    parameters: [{ type: 'header', parameters: [{ type: 'location', location }] }],
  };
}

function degrees(parameter: string, value: string, most: number): TemplateProblem[] {
  if (/^-?\d{1,3}(\.\d+)?$/.test(value) && Math.abs(Number(value)) <= most) return [];
  const what = value === '' ? `The ${parameter} is missing.` : `“${value}” is no ${parameter}.`;
  const mend = `Give degrees from -${most} to ${most}, e.g. 52.52.`;
  return [{ field: `header.${parameter}`, component: 'header', parameter, what, mend }];
}

export const emptyValue = (component: 'header' | 'body', field: string, parameter: string): TemplateProblem => ({
  field,
  component,
  parameter,
  what: 'The value is missing: WhatsApp takes no empty ones.',
  mend: 'Write one, or choose where it comes from.',
});
