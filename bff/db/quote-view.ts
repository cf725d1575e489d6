import type { Message, MessageContent } from '../../contract/message.ts';
import type { Quote } from '../../contract/message-parts.ts';

export type QuotedRow = {
  quotedId: string | null;
  quotedAuthor: 'shopper' | 'agent' | 'system' | null;
  quotedContent: MessageContent | null;
};

/** Characters of a quote: enough to know the message again. */
const SHOWN = 140;

export const toQuote = ({ quotedId: id, quotedAuthor: author, quotedContent: content }: QuotedRow): Quote | null =>
  id && author && content ? { id, author, kind: kindOf(content), text: wordsOf(content) } : null;

/** A message, as one that answers to it shows it. */
export const quoteOf = ({ id, author, content }: Message): Quote => ({
  id,
  author: author.kind,
  kind: kindOf(content),
  text: wordsOf(content),
});

const kindOf = (content: MessageContent) => (content.kind === 'attachment' ? content.type : content.kind);

const wordsOf = (content: MessageContent): string => {
  const words = allWordsOf(content).replace(/\s+/g, ' ').trim();
  return words.length > SHOWN
    ? `${words
        .slice(0, SHOWN)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`
    : words;
};

function allWordsOf(content: MessageContent): string {
  switch (content.kind) {
    case 'text':
    case 'choice':
    case 'buttons':
    case 'list':
    case 'product-list':
      return content.text;
    case 'attachment':
      return content.caption ?? content.filename ?? '';
    case 'location':
      return content.name ?? content.address ?? '';
    case 'contacts':
      return content.names.join(', ');
    case 'product':
    case 'order':
    case 'edited':
      return content.text ?? '';
    case 'reaction':
      return content.emoji ?? '';
    case 'template':
      return content.body;
    case 'notice':
    case 'revoked':
    case 'unsupported':
      return '';
  }
}
