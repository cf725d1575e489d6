import { placeholders, type TemplateButton } from '../templates.ts';
import { GraphError } from './errors.ts';

const AT_MOST: Record<TemplateButton['type'], number> = { QUICK_REPLY: 10, URL: 2, PHONE_NUMBER: 1, COPY_CODE: 1 };
const LABEL = 25;
const URL = 2_000;
const PHONE = 20;

/** What a template's buttons may be. @throws {GraphError} 100 for the first that may not. */
export function checkButtons(buttons: TemplateButton[]) {
  for (const [type, most] of Object.entries(AT_MOST))
    if (buttons.filter(button => button.type === type).length > most) refuse(`at most ${most} of type ${type}`);
  const replies = buttons.map(button => button.type === 'QUICK_REPLY');
  const changes = replies.filter((isReply, index) => index > 0 && isReply !== replies[index - 1]).length;
  if (changes > 1) refuse('quick replies stand together');
  for (const button of buttons) {
    if ((button.text ?? '').length > LABEL) refuse(`a label has at most ${LABEL} characters`);
    if (button.type === 'PHONE_NUMBER' && button.phone_number.length > PHONE)
      refuse(`a phone has at most ${PHONE} characters`);
    if (button.type === 'URL') checkUrl(button.url, button.example);
  }
}

function checkUrl(url: string, example: unknown) {
  if (url.length > URL) refuse(`a url has at most ${URL} characters`);
  const variables = placeholders(url);
  if (variables.length === 0) return;
  if (variables.length > 1 || !/\{\{\s*\w+\s*\}\}$/.test(url)) refuse('a url has one variable, at its end');
  if (!Array.isArray(example) || example.length === 0) refuse('a url with a variable needs an example');
}

function refuse(rule: string): never {
  throw new GraphError(100, `Buttons: ${rule}.`);
}
