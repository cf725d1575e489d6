import type { MessageContent } from '../../contract/message.ts';

/** A message in one line, for lists. */
export function preview(content: MessageContent): string {
  if ('text' in content && typeof content.text === 'string') return content.text;
  if (content.kind === 'template') return content.body;
  if (content.kind === 'attachment') return content.caption ?? content.filename ?? content.type;
  return content.kind;
}
