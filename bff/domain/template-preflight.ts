import type { TemplateProblem, TemplateShown } from '../../contract/template.ts';
import { buttonParameter } from './template-button.ts';
import { LIMITS, type TemplateDefinition } from './template-definition.ts';
import { emptyValue, locationPart, mediaPart, type Parameters, type Part, type Values } from './template-header.ts';
import { fill, lengthOf, normalise, placeholders, valueAt } from './template-text.ts';

/** `parameters`: `template.components` of Meta's send request. `shown`: what the customer reads, as far as it can be told. */
export type Preflight =
  | { ok: true; parameters: Parameters; shown: TemplateShown }
  | { ok: false; problems: TemplateProblem[]; shown: TemplateShown };

/**
 * Puts values into a template, or says what is wrong with each. What passes cannot be refused by Meta for its number of values (132000),
 * their form (132012, 132018), the length of the whole (132005) or for something missing (131008).
 * @param given by the keys of `slotsOf`; what else is given is a problem, so that no value is silently lost
 */
export function preflight(definition: TemplateDefinition, given: Values): Preflight {
  const values = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, normalise(value)]));
  const { header, body, footer, buttons } = definition;
  const parts = {
    header: headerPart(definition, values),
    body: textPart('body', body.text, LIMITS.body, definition, values),
    buttons: buttons.map((button, index) => buttonPart(button, index, values)),
  };
  const all = [parts.header, parts.body, ...parts.buttons];
  const shown = {
    header: header && parts.header.shown,
    body: parts.body.shown,
    footer,
    buttons: parts.buttons.map(part => part.shown),
  };
  const problems = [...oddParts(definition), ...all.flatMap(part => part.problems), ...leftOver(definition, given)];
  if (problems.length > 0) return { ok: false, problems, shown };
  return { ok: true, parameters: all.flatMap(part => part.parameters), shown };
}

function oddParts({ odd, body }: TemplateDefinition): TemplateProblem[] {
  const at = { field: 'template', component: 'template', parameter: null } as const;
  const problems: TemplateProblem[] = odd.map(part =>
    part === 'authentication'
      ? { ...at, what: 'Codes for logging in are not sent from here.', mend: 'Choose another template.' }
      : { ...at, what: `It has a ${part}, which cannot be filled from here.`, mend: 'Choose another template.' },
  );
  if (body.text === '') problems.push({ ...at, what: 'It has no text.', mend: 'Load the templates anew.' });
  return problems;
}

/** A part of text with variables: the header or the body. */
function textPart(
  component: 'header' | 'body',
  text: string,
  limit: number,
  { isNamed }: TemplateDefinition,
  values: Values,
): Part<string> {
  const names = placeholders(text);
  const own = Object.fromEntries(names.map(name => [name, valueAt(values, `${component}.${name}`)]));
  const problems = names
    .filter(name => own[name] === '')
    .map(name => emptyValue(component, `${component}.${name}`, name));
  const known = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== ''));
  const shown = fill(text, known);
  const over = lengthOf(shown) - limit;
  if (problems.length === 0 && over > 0) {
    const what = `The ${component} is ${over} characters too long with these values: WhatsApp takes ${limit}.`;
    problems.push({ field: component, component, parameter: null, what, mend: 'Shorten the longest value.' });
  }
  const parameters = names.map(name => ({
    type: 'text',
    ...(isNamed ? { parameter_name: name } : {}),
    text: own[name],
  }));
  return { shown, problems, parameters: names.length > 0 ? [{ type: component, parameters }] : [] };
}

function headerPart(definition: TemplateDefinition, values: Values): Part<TemplateShown['header']> {
  const { header } = definition;
  switch (header?.kind) {
    case undefined:
      return { shown: null, parameters: [], problems: [] };
    case 'text': {
      const part = textPart('header', header.text, LIMITS.header, definition, values);
      return { ...part, shown: { kind: 'text', text: part.shown } };
    }
    case 'location':
      return locationPart(values);
    default:
      return mediaPart(header!.kind, valueAt(values, 'header.media'));
  }
}

function buttonPart(
  button: TemplateDefinition['buttons'][number],
  index: number,
  values: Values,
): Part<TemplateShown['buttons'][number]> {
  const field = `button.${index}`;
  const value = valueAt(values, field);
  const at = { field, component: 'button', parameter: String(index) } as const;
  const { parameter, subType, detail, problem } = buttonParameter(button, value);
  return {
    shown: { kind: button.kind, text: button.text, detail },
    problems: problem ? [{ ...at, ...problem }] : [],
    parameters: parameter ? [{ type: 'button', sub_type: subType, index: String(index), parameters: [parameter] }] : [],
  };
}

/** Values that belong nowhere: the template has changed since they were written, or they were meant for another one. */
function leftOver(definition: TemplateDefinition, given: Values): TemplateProblem[] {
  const known = new Set([
    ...placeholders(definition.body.text).map(name => `body.${name}`),
    ...(definition.header?.kind === 'text' ? placeholders(definition.header.text).map(name => `header.${name}`) : []),
    ...(definition.header?.kind === 'location' ? LOCATION : []),
    ...(definition.header && 'sample' in definition.header && definition.header.kind !== 'text'
      ? ['header.media']
      : []),
    ...definition.buttons.map((_, index) => `button.${index}`),
  ]);
  return Object.keys(given)
    .filter(key => !known.has(key) && given[key]?.trim() !== '')
    .map(field => ({
      field,
      component: 'template',
      parameter: null,
      what: `The template has no place for “${field}”.`,
      mend: 'Take the value out: the template may have changed.',
    }));
}

const LOCATION = ['header.latitude', 'header.longitude', 'header.name', 'header.address'];
