import { isDeepStrictEqual } from 'node:util';
import type { TemplateDefinition } from './template-definition.ts';
import type { Parameters } from './template-header.ts';
import { preflight } from './template-preflight.ts';

/** Does the template, as it is now, take what it was filled with before: as many, of the same kinds and names, and not too long? */
export function takesStill(definition: TemplateDefinition, parameters: Parameters): boolean {
  const result = preflight(definition, Object.fromEntries(parameters.flatMap(part => valuesOf(definition, part))));
  return result.ok && isDeepStrictEqual(formOf(result.parameters), formOf(parameters));
}

type Parameter = { type: string; parameter_name?: string; [content: string]: unknown };

const formOf = (all: Parameters) =>
  all.map(({ type, sub_type: subType, index, parameters }) => {
    const forms = (parameters as Parameter[]).map(({ type, parameter_name: name }) => ({ type, name }));
    return { type, subType, index, forms };
  });

/** What stood under the keys of `slotsOf`. */
function valuesOf(
  { buttons }: TemplateDefinition,
  { type, index, parameters }: Parameters[number],
): [string, string][] {
  return (parameters as Parameter[]).flatMap((parameter, n): [string, string][] => {
    const { text, payload, coupon_code: code, parameter_name: name } = parameter;
    if (type === 'button') {
      const button = buttons[Number(index)];
      // Whole, so that an end that looks like an address of its own is taken for an end.
      const base = button?.kind === 'url' ? button.url.replace(/\{\{.*$/, '') : '';
      return [[`button.${index}`, `${base}${text ?? payload ?? code}`]];
    }
    if (parameter.type === 'text') return [[`${type}.${name ?? n + 1}`, String(text)]];
    const content = parameter[parameter.type] as Record<string, string>;
    if (parameter.type === 'location') return Object.entries(content).map(([key, value]) => [`header.${key}`, value]);
    return [['header.media', (content.id ?? content.link)!]];
  });
}
