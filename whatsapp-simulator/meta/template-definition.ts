import { z } from 'zod';
import { Category, type Component, Components, component, placeholders } from '../templates.ts';
import type { Uploads } from '../uploads.ts';
import { GraphError } from './errors.ts';
import { checkButtons } from './template-buttons.ts';

const Definition = z.object({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, 'only lower-case letters, digits and underscores, at most 512'),
  language: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2,3})?$/, 'a language like en or pt_BR'),
  category: Category,
  parameter_format: z.enum(['POSITIONAL', 'NAMED']).default('POSITIONAL'),
  message_send_ttl_seconds: z.int().min(-1).max(2_592_000).optional(),
  components: z.preprocess(writtenOut, Components),
});
const Edit = Definition.omit({ name: true, language: true }).partial();
export type Definition = z.infer<typeof Definition>;

/** The body of `POST /{waba_id}/message_templates`. @throws {GraphError} for what Meta does not take for review. */
export function parseDefinition(body: unknown, uploads: Uploads): Definition {
  const definition = parse(Definition, body);
  checkComponents(definition.components, definition.parameter_format, uploads);
  return definition;
}

/** The body of `POST /{template_id}`. @throws {GraphError} as above. */
export function parseEdit(
  body: unknown,
  format: Definition['parameter_format'],
  uploads: Uploads,
): z.infer<typeof Edit> {
  const { parameter_format: _, ...edit } = parse(Edit, body);
  if (edit.components) checkComponents(edit.components, format, uploads);
  return edit;
}

function parse<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new GraphError(100, `Param ${path.map(String).join('.')}: ${message}`);
}

/** Codes have texts of Meta's own: the definition only says which. */
function writtenOut(components: unknown): unknown {
  if (!Array.isArray(components)) return components;
  return components.map((part: Record<string, unknown>) => {
    const type = String(part.type).toUpperCase();
    if (type === 'BODY' && part.text === undefined && 'add_security_recommendation' in part)
      return { ...part, type, text: '*{{1}}* is your verification code.', example: { body_text: [['123456']] } };
    if (type === 'FOOTER' && part.code_expiration_minutes !== undefined)
      return { ...part, type, text: `This code expires in ${part.code_expiration_minutes} minutes.` };
    if (type !== 'BUTTONS' || !Array.isArray(part.buttons)) return { ...part, type };
    const buttons = part.buttons.map((button: Record<string, unknown>) =>
      button.type === 'OTP'
        ? { ...button, type: 'URL', text: button.text ?? 'Copy code', url: OTP_URL, example: ['123456'] }
        : button,
    );
    return { ...part, type, buttons };
  });
}

const OTP_URL = 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}';

type Example = Record<string, unknown>;
type Format = Definition['parameter_format'];

function checkComponents(components: Component[], format: Format, uploads: Uploads) {
  const template = { components };
  const header = component(template, 'HEADER');
  const body = component(template, 'BODY');
  const footer = component(template, 'FOOTER');
  if (!body) throw missing('BODY');
  const exampleOf = (part: object) => (part as { example?: Example }).example;
  if (header?.format === 'TEXT') {
    const names = checkText('header', header.text ?? '', 60, 2388047, format, exampleOf(header));
    if (names.length > 1 || /[\n*_~]/.test(header.text ?? ''))
      throw refused(
        2388047,
        'Message header format is incorrect',
        'A header has at most one variable and no line breaks or formatting.',
      );
  } else if (header && header.format !== 'LOCATION')
    checkExample(header.format, exampleOf(header)?.header_handle, uploads);
  checkText('body', body.text, 1024, 2388072, format, exampleOf(body));
  if (/^\s*\{\{|\}\}\s*$/.test(body.text))
    throw refused(
      2388299,
      "Variables can't be at the start or end of the template",
      'Put text before the first and after the last variable.',
    );
  if (footer && (footer.text.length > 60 || placeholders(footer.text).length > 0))
    throw refused(
      2388073,
      'Message footer format is incorrect',
      'A footer has at most 60 characters and no variables.',
    );
  checkButtons(component(template, 'BUTTONS')?.buttons ?? []);
}

const SHOWS: Record<string, RegExp> = { IMAGE: /^image\//, VIDEO: /^video\//, DOCUMENT: /^application\/pdf$/ };

/** One handle, of an upload that is of the header's own kind. */
function checkExample(format: string, handles: unknown, uploads: Uploads) {
  if (!Array.isArray(handles) || handles.length !== 1) throw missing('header_handle');
  const example = uploads.example(String(handles[0]));
  if (!example) throw new GraphError(100, 'Uploaded media handle is invalid.');
  if (!SHOWS[format]!.test(example.mimeType))
    throw new GraphError(100, `A header of the format ${format} has no example of the type ${example.mimeType}.`);
}

function checkText(
  part: 'header' | 'body',
  text: string,
  max: number,
  subcode: number,
  format: Format,
  example?: Example,
) {
  if (text.length === 0) throw missing(`${part} text`);
  if (text.length > max) throw refused(2388040, 'Field too long', `The ${part} has more than ${max} characters.`);
  const names = placeholders(text);
  const fits = format === 'NAMED' ? names.every(name => /^[a-z_][a-z0-9_]*$/.test(name)) : isCounted(names);
  if (!fits || /\}\}\s*\{\{/.test(text))
    throw refused(
      subcode,
      `Message ${part} format is incorrect`,
      'Variables are numbered from 1 without gaps, or named, and never beside each other.',
    );
  if (names.length === 0) return names;
  const words = text.replace(/\{\{.*?\}\}/g, ' ').match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  if (part === 'body' && words < 2 * names.length + 1)
    throw refused(
      2388293,
      'This template has too many variables for its length',
      'Use fewer variables or a longer text.',
    );
  const key = format === 'NAMED' ? `${part}_text_named_params` : `${part}_text`;
  const given = example?.[key];
  const values: unknown = part === 'body' && format === 'POSITIONAL' && Array.isArray(given) ? given[0] : given;
  if (!Array.isArray(values) || values.length < names.length) throw missing(`example.${key}`);
  return names;
}

const isCounted = (names: string[]) =>
  names.toSorted((one, other) => Number(one) - Number(other)).every((name, index) => name === String(index + 1));

const refused = (subcode: number, title: string, message: string) => GraphError.forPeople(subcode, title, message);
const missing = (what: string) =>
  refused(2388043, 'Message template "components" param is missing expected field(s)', `The template needs ${what}.`);
