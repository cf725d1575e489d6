import type { TemplateDraft, TemplateProblem } from '../../contract/template.ts';
import { LIMITS } from './template-definition.ts';
import { problem, tooLong } from './template-problem.ts';
import { lengthOf, placeholders } from './template-text.ts';

type Button = TemplateDraft['buttons'][number];
const MOST = {
  'quick-reply': LIMITS.buttons,
  url: LIMITS.urlButtons,
  phone: LIMITS.phoneButtons,
  'copy-code': LIMITS.codeButtons,
};
const WORDS = { 'quick-reply': 'quick replies', url: 'links', phone: 'phone numbers', 'copy-code': 'codes to copy' };

/** Meta's limits of buttons: how many of each, together, and each by itself. */
export function checkButtons(buttons: readonly Button[]): TemplateProblem[] {
  const at = { field: 'buttons', component: 'button' } as const;
  const problems = buttons.flatMap((button, index) => checkButton(button, `buttons.${index}`));
  if (buttons.length > LIMITS.buttons)
    problems.push(problem(at, [`There are more than ${LIMITS.buttons} buttons.`, 'Take some out.']));
  for (const kind of Object.keys(MOST) as Button['kind'][]) {
    if (buttons.filter(button => button.kind === kind).length > MOST[kind])
      problems.push(problem(at, [`There are more than ${MOST[kind]} ${WORDS[kind]}.`, 'Take some out.']));
  }
  if (turns(buttons) > 1)
    problems.push(problem(at, ['Quick replies stand among other buttons.', 'Put all quick replies side by side.']));
  const labels = buttons
    .flatMap(button => ('text' in button ? [button.text.trim()] : []))
    .filter(label => label !== '');
  const twice = labels.find((label, index) => labels.indexOf(label) !== index);
  if (twice !== undefined)
    problems.push(problem(at, [`Two buttons are called “${twice}”.`, 'Give each words of its own.']));
  return problems;
}

/** How often one comes from a quick reply to another button or back. */
const turns = (buttons: readonly Button[]) =>
  buttons.filter(
    ({ kind }, index) => index > 0 && (kind === 'quick-reply') !== (buttons[index - 1]!.kind === 'quick-reply'),
  ).length;

function checkButton(button: Button, path: string): TemplateProblem[] {
  const at = (field: string) => ({ field: `${path}.${field}`, component: 'button' }) as const;
  const problems: TemplateProblem[] = [];
  if ('text' in button) {
    if (button.text.trim() === '') problems.push(problem(at('text'), ['The button has no words.', 'Write some.']));
    if (lengthOf(button.text.trim()) > LIMITS.label)
      problems.push(problem(at('text'), tooLong('button', LIMITS.label)));
    if (/\{\{/.test(button.text)) problems.push(problem(at('text'), ['A button has no variables.', 'Take it out.']));
  }
  switch (button.kind) {
    case 'url':
      problems.push(...checkUrl(button.url.trim(), button.sample.trim(), at));
      break;
    case 'phone':
      if (!/^\+[1-9][\d ]{5,}$/.test(button.phone.trim()) || lengthOf(button.phone.trim()) > LIMITS.phone)
        problems.push(
          problem(at('phone'), ['This is no phone number.', 'Write it like +49 30 12345, at most 20 signs.']),
        );
      break;
    case 'copy-code':
      if (button.sample.trim() === '')
        problems.push(problem(at('sample'), ['Meta wants an example of the code.', 'Write one, e.g. SAVE10.']));
      else if (lengthOf(button.sample.trim()) > LIMITS.code)
        problems.push(problem(at('sample'), tooLong('code', LIMITS.code)));
      break;
    case 'quick-reply':
      break;
  }
  return problems;
}

function checkUrl(
  url: string,
  sample: string,
  at: (field: string) => { field: string; component: 'button' },
): TemplateProblem[] {
  const names = placeholders(url);
  const base = url.replace(/\{\{.*$/, '');
  const target = URL.parse(base);
  if (!target || !['http:', 'https:'].includes(target.protocol) || target.hostname === '')
    return [problem(at('url'), ['This is no address.', 'Write it with https://'])];
  const problems: TemplateProblem[] = [];
  if (lengthOf(url) > LIMITS.url) problems.push(problem(at('url'), tooLong('address', LIMITS.url)));
  if (names.length > 1 || (names.length === 1 && !/\{\{\s*\w+\s*\}\}$/.test(url)) || /\{\{|\}\}/.test(withoutLast(url)))
    problems.push(
      problem(at('url'), [
        'An address has one variable at most, at its end.',
        'Write it like https://shop.example/order/{{1}}',
      ]),
    );
  else if (names.length === 1 && target.pathname === '/' && !base.endsWith('/') && !/[?#]/.test(base))
    problems.push(problem(at('url'), ['The variable would be a part of the site’s name.', 'Put a / before it.']));
  if (names.length === 1 && sample === '')
    problems.push(problem(at('sample'), ['Meta wants an example for this variable.', 'Write an end of the address.']));
  return problems;
}

const withoutLast = (url: string) => url.replace(/\{\{\s*\w+\s*\}\}$/, '');
