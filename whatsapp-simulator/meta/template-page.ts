import { type Component, placeholders, type Template } from '../templates.ts';

const PAGE = 25;
const LONGEST_PAGE = 1_000;

/** A template as the management API shows it. */
export const templateInfo = (template: Template, url: URL) => ({
  name: template.name,
  parameter_format: template.parameter_format ?? formatOf(template),
  components: template.components.map(part => withAddress(part, url)),
  language: template.language,
  status: template.status,
  category: template.category,
  ...(template.message_send_ttl_seconds === undefined
    ? {}
    : { message_send_ttl_seconds: template.message_send_ttl_seconds }),
  quality_score: { score: template.quality },
  rejected_reason: template.rejectedReason,
  id: template.id,
});

/** Of an example that was uploaded it is told where it can be seen, not what it was submitted as. */
function withAddress(part: Component, { origin }: URL): Component {
  const [handle] = (part as { example?: { header_handle?: string[] } }).example?.header_handle ?? [];
  if (!handle) return part;
  return { ...part, example: { header_handle: [`${origin}/examples/${encodeURIComponent(handle)}`] } };
}

/** A page of those that fit `name`, `status`, `category` and `language`; a cursor is where the page before ended. */
export function templatePage(templates: Template[], url: URL) {
  const asked = url.searchParams;
  const is = (key: string, value: string) => !asked.get(key) || asked.get(key)!.toUpperCase() === value.toUpperCase();
  const fitting = templates.filter(
    ({ name, status, category, language }) =>
      name.includes(asked.get('name') ?? '') &&
      is('status', status) &&
      is('category', category) &&
      is('language', language),
  );
  const start = Number(fromCursor(asked.get('after'))) || 0;
  const limit = Math.min(Math.max(Number(asked.get('limit')) || PAGE, 1), LONGEST_PAGE);
  const shown = fitting.slice(start, start + limit);
  const end = start + shown.length;
  const next = new URL(url);
  next.searchParams.set('after', toCursor(end));
  const paging = {
    cursors: { before: toCursor(start), after: toCursor(end) },
    ...(end < fitting.length ? { next: next.href } : {}),
  };
  return {
    data: shown.map(template => templateInfo(template, url)),
    ...(shown.length > 0 ? { paging } : { paging: {} }),
  };
}

const toCursor = (index: number) => Buffer.from(String(index)).toString('base64url');
const fromCursor = (cursor: string | null) => Buffer.from(cursor ?? '', 'base64url').toString();

function formatOf({ components }: Template): 'NAMED' | 'POSITIONAL' {
  const names = placeholders(JSON.stringify(components));
  return names.some(name => !/^\d+$/.test(name)) ? 'NAMED' : 'POSITIONAL';
}
