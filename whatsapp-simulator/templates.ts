import { z } from 'zod';

const Button = z.discriminatedUnion('type', [
  z.object({ type: z.literal('QUICK_REPLY'), text: z.string() }),
  z.object({ type: z.literal('URL'), text: z.string(), url: z.string() }),
  z.object({ type: z.literal('PHONE_NUMBER'), text: z.string(), phone_number: z.string() }),
  z.object({ type: z.literal('COPY_CODE'), text: z.string().optional() }),
]);

const Component = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('HEADER'),
    format: z.enum(['TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION']),
    text: z.string().optional(),
  }),
  z.object({ type: z.literal('BODY'), text: z.string() }),
  z.object({ type: z.literal('FOOTER'), text: z.string() }),
  z.object({ type: z.literal('BUTTONS'), buttons: z.array(Button).max(10) }),
]);

/** A message template as Meta's management API writes it. `examples` and other extras are let through and dropped. */
export const Template = z.object({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  language: z.string(),
  category: z.enum(['AUTHENTICATION', 'MARKETING', 'UTILITY']),
  status: z.enum(['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED']).default('APPROVED'),
  components: z.array(Component),
});
export type Template = z.infer<typeof Template>;
export type TemplateButton = z.infer<typeof Button>;
type Component = z.infer<typeof Component>;

export function component<T extends Component['type']>(template: Template, type: T) {
  return template.components.find((part): part is Extract<Component, { type: T }> => part.type === type);
}

/** The placeholders of a text in order of appearance, each once: `{{1}}` or `{{order_id}}`. */
export function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(match => match[1]!))];
}

export function fill(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values.get(name) ?? whole);
}
