import { z } from 'zod';
import { Id } from '../../../contract/id.ts';
import { SendOutlook } from '../../../contract/send-outlook.ts';
import { MessageAccepted } from '../../../contract/storefront.ts';
import {
  Template,
  TemplateChange,
  TemplateCheck,
  TemplateInput,
  TemplateList,
  TemplatePreview,
  TemplatePreviewInput,
  TemplateSendInput,
} from '../../../contract/template.ts';
import { TemplateExample, TemplateExampleQuery } from '../../../contract/template-example.ts';
import { NOTHING, type Operation } from './operation.ts';

const ById = z.object({ id: Id });
const base = { tag: 'Dashboard', security: 'agent' } as const;

/** WhatsApp message templates. */
export const templates: Operation[] = [
  {
    ...base,
    method: 'get',
    path: '/admin/v1/templates',
    summary: 'Message templates',
    description:
      'As Meta was last heard, with what each means for whoever wants to send it, and what values may be filled from.',
    answers: { 200: { description: 'By name and language.', schema: TemplateList } },
  },
  {
    ...base,
    method: 'post',
    path: '/admin/v1/templates',
    summary: 'Submit a new template',
    description:
      "Owners only. It is checked against Meta's rules first, and goes to Meta at once; Meta looks at it within a day.",
    body: TemplateInput,
    answers: { 201: { description: 'PENDING, as a rule.', schema: Template } },
    problems: ['forbidden', 'conflict', 'unavailable'],
  },
  {
    ...base,
    method: 'post',
    path: '/admin/v1/templates/sync',
    summary: 'Load all templates from Meta',
    description:
      'What Meta does not name any more is taken for deleted. It is done every six hours and after each webhook too.',
    answers: { 200: { description: 'As they are now.', schema: TemplateList } },
    problems: ['conflict', 'unavailable'],
  },
  {
    ...base,
    method: 'post',
    path: '/admin/v1/templates/examples',
    summary: "Upload the example of a template's header",
    description:
      "Owners only. The body is the file itself: JPEG or PNG up to 5 MB, MP4 up to 16 MB, or PDF up to 100 MB; what it is, its bytes say. It goes to Meta at once; the handle is the draft's `header.sample`.",
    query: TemplateExampleQuery,
    answers: { 201: { description: 'Meta has it.', schema: TemplateExample } },
    problems: ['forbidden', 'too-large', 'conflict', 'unavailable'],
  },
  {
    ...base,
    method: 'post',
    path: '/admin/v1/templates/check',
    summary: 'Try a draft',
    description: 'Nothing is submitted.',
    body: TemplateChange,
    answers: { 200: { description: 'What it looks like, and what Meta would refuse of it.', schema: TemplateCheck } },
  },
  {
    ...base,
    method: 'get',
    path: '/admin/v1/templates/:id',
    summary: 'One template',
    params: ById,
    answers: { 200: { description: 'As Meta was last heard.', schema: Template } },
    problems: ['not-found'],
  },
  {
    ...base,
    method: 'put',
    path: '/admin/v1/templates/:id',
    summary: 'Submit a template anew',
    description: 'Owners only. Name and language stay. Until Meta has looked at it, it is not sent.',
    params: ById,
    body: TemplateChange,
    answers: { 200: { description: 'PENDING.', schema: Template } },
    problems: ['forbidden', 'not-found', 'conflict', 'unavailable'],
  },
  {
    ...base,
    method: 'delete',
    path: '/admin/v1/templates/:id',
    summary: 'Delete a template at Meta',
    description: 'Owners only. In its language alone. Its name is blocked for 30 days.',
    params: ById,
    answers: NOTHING,
    problems: ['forbidden', 'not-found', 'conflict', 'unavailable'],
  },
  {
    ...base,
    method: 'post',
    path: '/admin/v1/templates/:id/unpause',
    summary: 'End a pause',
    description: 'Owners only. Meta decides; a pause for low quality ends by itself.',
    params: ById,
    answers: { 200: { description: 'It can be sent again.', schema: Template } },
    problems: ['forbidden', 'not-found', 'conflict', 'unavailable'],
  },
  {
    ...base,
    method: 'post',
    path: '/admin/v1/templates/:id/preview',
    summary: 'Fill a template and look at it',
    description:
      'With `customerId`, expressions like `{{customer.first_name|there}}` are filled from what is known of them. Nothing is sent.',
    params: ById,
    body: TemplatePreviewInput,
    answers: { 200: { description: 'What the customer would read, and what is wrong.', schema: TemplatePreview } },
    problems: ['not-found'],
  },
  {
    ...base,
    method: 'get',
    path: '/admin/v1/conversations/:id/outlook',
    summary: 'What would become of a message by WhatsApp, and what to do where it would not go',
    description: 'By the rule that decides again when a message is sent: window, consent, and how the numbers are.',
    params: ById,
    answers: { 200: { description: 'As it is now.', schema: SendOutlook } },
    problems: ['not-found'],
  },
  {
    ...base,
    method: 'post',
    path: '/admin/v1/conversations/:id/templates',
    summary: "Send a template to a conversation's customer",
    description:
      'By WhatsApp, in the service window or outside it. MARKETING goes to customers who agreed alone; that is decided when it is sent.',
    params: ById,
    body: TemplateSendInput,
    answers: {
      200: { description: 'It was here already.', schema: MessageAccepted },
      201: { description: 'In the thread, and on its way.', schema: MessageAccepted },
    },
    problems: ['not-found', 'conflict', 'channel-unavailable'],
  },
];
