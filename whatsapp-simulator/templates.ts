import { z } from 'zod';

/** Examples and other extras are kept and handed out again. */
const Button = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('QUICK_REPLY'), text: z.string() }),
  z.looseObject({ type: z.literal('URL'), text: z.string(), url: z.string() }),
  z.looseObject({ type: z.literal('PHONE_NUMBER'), text: z.string(), phone_number: z.string() }),
  z.looseObject({ type: z.literal('COPY_CODE'), text: z.string().optional() }),
]);

const Component = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('HEADER'),
    format: z.enum(['TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION']),
    text: z.string().optional(),
  }),
  z.looseObject({ type: z.literal('BODY'), text: z.string() }),
  z.looseObject({ type: z.literal('FOOTER'), text: z.string() }),
  z.looseObject({ type: z.literal('BUTTONS'), buttons: z.array(Button).max(10) }),
]);

export const TemplateStatus = z.enum(['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED']);
export const Category = z.enum(['AUTHENTICATION', 'MARKETING', 'UTILITY']);
export const Components = z.array(Component).min(1);

/** A message template as Meta's management API writes it, and what became of it since. */
export const Template = z
  .object({
    name: z.string().regex(/^[a-z0-9_]{1,512}$/),
    language: z.string(),
    category: Category,
    status: TemplateStatus.default('APPROVED'),
    components: Components,
    parameter_format: z.enum(['POSITIONAL', 'NAMED']).optional(),
    message_send_ttl_seconds: z.int().optional(),
    quality: z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']).default('UNKNOWN'),
    /** `hold`: what is sent waits until Meta is sure of its quality. */
    pacing: z.enum(['none', 'hold']).default('none'),
  })
  .transform(given => ({
    ...given,
    /** Given by `Accounts`: the same for the same account, name and language. */
    id: '',
    rejectedReason: 'NONE',
    pauses: 0,
    pausedUntil: null as Date | null,
    editedAt: null as Date | null,
  }));
export type Template = z.output<typeof Template>;
export type TemplateButton = z.infer<typeof Button>;
export type Component = z.infer<typeof Component>;

export function component<T extends Component['type']>(template: Pick<Template, 'components'>, type: T) {
  return template.components.find((part): part is Extract<Component, { type: T }> => part.type === type);
}

/** The placeholders of a text in order of appearance, each once: `{{1}}` or `{{order_id}}`. */
export function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(match => match[1]!))];
}

export function fill(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values.get(name) ?? whole);
}
