import { z } from 'zod';
import { Id } from './id.ts';

/** Meta's categories. What is MARKETING needs the customer's consent; UTILITY answers to something the customer did. */
export const TemplateCategory = z.enum(['MARKETING', 'UTILITY', 'AUTHENTICATION']);
export type TemplateCategory = z.infer<typeof TemplateCategory>;

/** One thing that is wrong, beside which field, and how to mend it. `parameter`: the variable's name, when it is about one. */
export const TemplateProblem = z.object({
  /** A slot's key, or the path of a field of the draft, e.g. `buttons.0.url`. */
  field: z.string(),
  component: z.enum(['template', 'header', 'body', 'footer', 'button']),
  parameter: z.string().nullable(),
  what: z.string(),
  mend: z.string(),
});
export type TemplateProblem = z.infer<typeof TemplateProblem>;

/** A value that a template needs before it can be sent. */
export const TemplateSlot = z.object({
  /** `body.1`, `body.first_name`, `header.1`, `header.media`, `header.latitude`, `button.0` … */
  key: z.string(),
  component: z.enum(['header', 'body', 'button']),
  parameter: z.string(),
  kind: z.enum(['text', 'image', 'video', 'document', 'latitude', 'longitude', 'url', 'payload', 'code']),
  /** What people call it, e.g. "Body {{1}}" or "Link of “Track it”". */
  label: z.string(),
  required: z.boolean(),
  /** What Meta was shown when the template was submitted. */
  sample: z.string().nullable(),
  /** What most likely belongs there, as an expression like `{{customer.first_name|there}}`; '' when nobody can tell. */
  suggestion: z.string(),
});
export type TemplateSlot = z.infer<typeof TemplateSlot>;

/** What the customer reads. */
export const TemplateShown = z.object({
  header: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('text'), text: z.string() }),
      z.object({ kind: z.enum(['image', 'video', 'document']), link: z.string().nullable() }),
      z.object({ kind: z.literal('location'), name: z.string(), address: z.string() }),
    ])
    .nullable(),
  body: z.string(),
  footer: z.string().nullable(),
  buttons: z.array(
    z.object({
      kind: z.enum(['quick-reply', 'url', 'phone', 'copy-code', 'other']),
      text: z.string(),
      /** Where it leads: the address, the number, the code. */
      detail: z.string().nullable(),
    }),
  ),
});
export type TemplateShown = z.infer<typeof TemplateShown>;

const Sample = z.string().max(2000).default('');

/** A template as people write it. Variables are `{{1}}`, `{{2}}` … or names like `{{order_number}}`, never both. */
export const TemplateDraft = z.strictObject({
  name: z.string().max(600),
  /** Meta's code, e.g. `en`, `pt_BR`. */
  language: z.string().max(20),
  category: z.enum(['MARKETING', 'UTILITY']),
  header: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('text'), text: z.string().max(1000), sample: Sample }),
      /** `sample`: Meta's handle of an example that was uploaded for it ({@link TemplateExample}). */
      z.strictObject({ kind: z.enum(['image', 'video', 'document']), sample: Sample }),
      z.strictObject({ kind: z.literal('location') }),
    ])
    .nullable(),
  body: z.strictObject({
    text: z.string().max(5000),
    /** An example for each variable, by its name. */
    samples: z.record(z.string().max(100), z.string().max(2000)).default({}),
  }),
  footer: z.string().max(1000).nullable(),
  buttons: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('quick-reply'), text: z.string().max(200) }),
        z.strictObject({
          kind: z.literal('url'),
          text: z.string().max(200),
          url: z.string().max(5000),
          sample: Sample,
        }),
        z.strictObject({ kind: z.literal('phone'), text: z.string().max(200), phone: z.string().max(100) }),
        z.strictObject({ kind: z.literal('copy-code'), sample: Sample }),
      ]),
    )
    .max(20),
});
export type TemplateDraft = z.infer<typeof TemplateDraft>;

/** A message template as Meta knows it, and what it means for whoever wants to send it. */
export const Template = z.object({
  id: z.uuid(),
  wabaId: z.string(),
  name: z.string(),
  language: z.string(),
  category: z.string(),
  /** Meta's own word, e.g. APPROVED, PENDING, REJECTED, PAUSED. */
  status: z.string(),
  /** GREEN, YELLOW or RED; null: not known yet. */
  quality: z.enum(['GREEN', 'YELLOW', 'RED']).nullable(),
  /** May it be sent from here? */
  sendable: z.boolean(),
  /** What keeps it from being sent, or will soon, and what to do. Empty when all is well. */
  notes: z.array(z.object({ tone: z.enum(['info', 'warning', 'danger']), what: z.string(), mend: z.string() })),
  /** With its samples put in. */
  shown: TemplateShown,
  slots: z.array(TemplateSlot),
  /** For editing; null: it has parts that are edited in Meta's own manager alone. */
  draft: TemplateDraft.nullable(),
  updatedAt: z.iso.datetime(),
  /** When Meta was last asked about it. */
  syncedAt: z.iso.datetime().nullable(),
});
export type Template = z.infer<typeof Template>;

/** `fields`: what a value may be filled from. `accounts`: where templates can be made. */
export const TemplateList = z.object({
  templates: z.array(Template),
  fields: z.array(z.object({ name: z.string(), label: z.string() })),
  accounts: z.array(z.object({ wabaId: z.string(), phones: z.array(z.string()) })),
});
export type TemplateList = z.infer<typeof TemplateList>;

/** By a slot's key: text, which may hold expressions like `{{customer.first_name|there}}`. */
export const TemplateValues = z
  .record(z.string().max(120), z.string().max(4096))
  .refine(values => Object.keys(values).length <= 60, 'has more values than any template takes');
export type TemplateValues = z.infer<typeof TemplateValues>;

export const TemplateInput = z.strictObject({
  /** Which WhatsApp Business Account; needed when several are connected. */
  wabaId: z.string().max(64).optional(),
  draft: TemplateDraft,
});
export type TemplateInput = z.infer<typeof TemplateInput>;

export const TemplateChange = z.strictObject({ draft: TemplateDraft });
export type TemplateChange = z.infer<typeof TemplateChange>;

export const TemplatePreviewInput = z.strictObject({ values: TemplateValues, customerId: Id.optional() });
export type TemplatePreviewInput = z.infer<typeof TemplatePreviewInput>;

/** `values`: each as it is after its expressions were filled in. It can be sent when there is no problem. */
export const TemplatePreview = z.object({
  shown: TemplateShown,
  values: z.record(z.string(), z.string()),
  problems: z.array(TemplateProblem),
});
export type TemplatePreview = z.infer<typeof TemplatePreview>;

/** What a draft would look like with its samples, and what Meta would refuse. */
export const TemplateCheck = z.object({
  shown: TemplateShown,
  /** The variables of the body, in order. */
  variables: z.array(z.string()),
  problems: z.array(TemplateProblem),
});
export type TemplateCheck = z.infer<typeof TemplateCheck>;

/** Sends a template to a conversation's customer. The same `clientId` again is the same message. */
export const TemplateSendInput = z.strictObject({ clientId: Id, templateId: Id, values: TemplateValues });
export type TemplateSendInput = z.infer<typeof TemplateSendInput>;
