import type { Bubble, BubbleButton } from '../bubble.ts';
import { component, fill, placeholders, type Template, type TemplateButton } from '../templates.ts';
import { GraphError } from './errors.ts';
import type { MediaRef } from './media-ref.ts';
import type { Parameter, TemplateSend } from './template-body.ts';

/** An approved template with its values put in. `media` is the header's file, still to be fetched. */
export type ResolvedTemplate = {
  template: Template;
  bubble: Bubble;
  media: { kind: 'image' | 'video' | 'document'; ref: MediaRef } | null;
};

const BODY_LIMIT = 1024;

/** @throws {GraphError} of the 132xxx family when the send does not fit the template. */
export function resolveTemplate(send: TemplateSend, templates: Template[]): ResolvedTemplate {
  const template = approved(send, templates);
  const headerParameters = send.components.find(part => part.type === 'header')?.parameters ?? [];
  const bodyParameters = send.components.find(part => part.type === 'body')?.parameters ?? [];
  const { media, ...header } = resolveHeader(template, headerParameters);
  const text = fillText('body', component(template, 'BODY')?.text ?? '', bodyParameters);
  if (text.length > BODY_LIMIT)
    throw new GraphError(132005, `body: translated text is longer than ${BODY_LIMIT} characters`);
  const footer = component(template, 'FOOTER')?.text;
  const buttons = resolveButtons(template, send);
  return {
    template,
    media,
    bubble: { ...header, text, ...(footer ? { footer } : {}), ...(buttons.length > 0 ? { buttons } : {}) },
  };
}

function approved(send: TemplateSend, templates: Template[]): Template {
  const template = templates.find(each => each.name === send.name && each.language === send.language.code);
  if (template?.status === 'PAUSED') throw new GraphError(132015);
  if (template?.status === 'DISABLED') throw new GraphError(132016);
  if (template?.status !== 'APPROVED')
    throw new GraphError(132001, `template name (${send.name}) does not exist in ${send.language.code}`);
  return template;
}

function resolveHeader(
  template: Template,
  parameters: Parameter[],
): Pick<Bubble, 'header' | 'location'> & Pick<ResolvedTemplate, 'media'> {
  const header = component(template, 'HEADER');
  if (!header || header.format === 'TEXT') {
    const text = fillText('header', header?.text ?? '', parameters);
    return { ...(text ? { header: { text } } : {}), media: null };
  }
  const parameter = parameters[0];
  if (!parameter) throw new GraphError(132012, `header: Format mismatch, expected ${header.format}, received UNKNOWN`);
  if (parameter.type.toUpperCase() !== header.format)
    throw new GraphError(
      132012,
      `header: Format mismatch, expected ${header.format}, received ${parameter.type.toUpperCase()}`,
    );
  if (parameter.type === 'location') return { location: parameter.location, media: null };
  if (parameter.type === 'image') return { media: { kind: 'image', ref: parameter.image } };
  if (parameter.type === 'video') return { media: { kind: 'video', ref: parameter.video } };
  if (parameter.type === 'document') return { media: { kind: 'document', ref: parameter.document } };
  throw new GraphError(132012);
}

function fillText(part: string, text: string, parameters: Parameter[]): string {
  const names = placeholders(text);
  if (names.length !== parameters.length)
    throw new GraphError(
      132000,
      `${part}: number of localizable_params (${parameters.length}) does not match the expected number of params (${names.length})`,
    );
  const isNamed = names.some(name => !/^\d+$/.test(name));
  const positions = names.toSorted((one, other) => Number(one) - Number(other));
  const values = parameters.map((parameter, index): [string, string] => {
    if (!isNamed) return [positions[index]!, textOf(part, parameter)];
    const name = parameter.type === 'text' ? parameter.parameter_name : undefined;
    if (name === undefined || !names.includes(name))
      throw new GraphError(100, `${part}: Parameter name is missing or empty, or not one of ${names.join(', ')}`);
    return [name, textOf(part, parameter)];
  });
  return fill(text, new Map(values));
}

function textOf(part: string, parameter: Parameter): string {
  const value =
    parameter.type === 'text'
      ? parameter.text
      : parameter.type === 'currency'
        ? parameter.currency.fallback_value
        : parameter.type === 'date_time'
          ? parameter.date_time.fallback_value
          : null;
  if (value === null) throw new GraphError(132012, `${part}: a ${parameter.type} parameter cannot fill a text`);
  if (/[\n\t]| {5,}/.test(value)) throw new GraphError(132018);
  return value;
}

function resolveButtons(template: Template, send: TemplateSend): BubbleButton[] {
  const defined = component(template, 'BUTTONS')?.buttons ?? [];
  const sent = new Map(send.components.flatMap(part => (part.type === 'button' ? [[part.index, part] as const] : [])));
  for (const [index, { sub_type }] of sent) {
    const button = defined[index];
    if (button?.type.toLowerCase() !== sub_type)
      throw new GraphError(132012, `buttons: Button at index ${index} is not of type ${sub_type}`);
  }
  return defined.map((button, index) => resolveButton(button, index, sent.get(index)?.parameters[0]));
}

function resolveButton(button: TemplateButton, index: number, parameter: Parameter | undefined): BubbleButton {
  switch (button.type) {
    case 'QUICK_REPLY': {
      const id = parameter?.type === 'payload' ? parameter.payload : button.text;
      return { kind: 'reply', text: button.text, id, from: 'template' };
    }
    case 'PHONE_NUMBER':
      return { kind: 'call', text: button.text, phone: button.phone_number };
    case 'COPY_CODE':
      if (parameter?.type !== 'coupon_code') throw missing(index, 'CopyCode');
      return { kind: 'copy', text: button.text ?? 'Copy offer code', code: parameter.coupon_code };
    case 'URL': {
      const [name] = placeholders(button.url);
      if (name === undefined) return { kind: 'url', text: button.text, url: button.url };
      if (parameter?.type !== 'text') throw missing(index, 'Url');
      return { kind: 'url', text: button.text, url: fill(button.url, new Map([[name, parameter.text]])) };
    }
  }
}

const missing = (index: number, type: string) =>
  new GraphError(131008, `buttons: Button at index ${index} of type ${type} requires a parameter`);
