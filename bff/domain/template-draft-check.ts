import type { TemplateDraft, TemplateProblem } from '../../contract/template.ts';
import { LIMITS } from './template-definition.ts';
import { checkButtons } from './template-draft-buttons.ts';
import { type Finding, type Place, problem, tooLong } from './template-problem.ts';
import { isNumber, lengthOf, placeholders, valueAt } from './template-text.ts';

/** What Meta would refuse of a draft, before it is asked: its limits and its rules for variables (Meta, "Message templates"). */
export function checkDraft(draft: TemplateDraft): TemplateProblem[] {
  return [
    ...checkNames(draft),
    ...checkHeader(draft),
    ...checkBody(draft),
    ...checkFooter(draft),
    ...checkButtons(draft.buttons),
    ...checkFormat(draft),
  ];
}

function checkNames({ name, language }: TemplateDraft): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  const atName = { field: 'name', component: 'template' } as const;
  if (name === '') problems.push(problem(atName, ['The name is missing.', 'Give it one, like order_shipped.']));
  else if (!/^[a-z0-9_]+$/.test(name))
    problems.push(problem(atName, ['The name has other signs than a–z, 0–9 and _.', 'Write it like order_shipped.']));
  if (lengthOf(name) > LIMITS.name) problems.push(problem(atName, tooLong('name', LIMITS.name)));
  if (!/^[a-z]{2,3}(_[A-Z]{2,3})?$/.test(language)) {
    const finding: Finding = ['This is no code of a language.', 'Write it as Meta does, e.g. en, en_US, pt_BR.'];
    problems.push(problem({ field: 'language', component: 'template' }, finding));
  }
  return problems;
}

function checkHeader({ header }: TemplateDraft): TemplateProblem[] {
  const at = { field: 'header', component: 'header' } as const;
  switch (header?.kind) {
    case undefined:
    case 'location':
      return [];
    case 'text': {
      const names = placeholders(header.text);
      const problems = checkText({ field: 'header.text', component: 'header' }, header.text, 'header', LIMITS.header);
      if (names.length > 1) problems.push(problem(at, ['The header has several variables.', 'Leave one, or none.']));
      if (/\n/.test(header.text)) problems.push(problem(at, ['The header has several lines.', 'Write it on one.']));
      if (names.length === 1 && header.sample.trim() === '')
        problems.push(problem({ ...at, field: 'header.sample', parameter: names[0]! }, NO_SAMPLE));
      return problems;
    }
    default:
      return checkExample(header!);
  }
}

/** Of a template that is there already Meta tells where its example can be seen, and does not take that for one. */
function checkExample({ kind, sample }: { kind: string; sample: string }): TemplateProblem[] {
  const at = { field: 'header.sample', component: 'header' } as const;
  if (sample.trim() === '') return [problem(at, [`Meta wants an example of the ${kind}.`, 'Upload one.'])];
  return /^https?:/i.test(sample)
    ? [problem(at, [`Meta wants the example of the ${kind} anew with each submission.`, 'Upload it again.'])]
    : [];
}

function checkBody({ body: { text, samples } }: TemplateDraft): TemplateProblem[] {
  const at = { field: 'body.text', component: 'body' } as const;
  const names = placeholders(text);
  const problems = checkText(at, text, 'text', LIMITS.body);
  for (const name of names) {
    if (valueAt(samples, name).trim() === '')
      problems.push(problem({ field: `body.samples.${name}`, component: 'body', parameter: name }, NO_SAMPLE));
  }
  const trimmed = text.trim();
  if (/^\{\{\s*\w+\s*\}\}/.test(trimmed) || /\{\{\s*\w+\s*\}\}$/.test(trimmed)) {
    const mend = 'Put a word or a full stop there.';
    problems.push(problem(at, ['The text begins or ends with a variable (Meta: 2388299).', mend]));
  }
  if (/\}\}\s*\{\{/.test(text))
    problems.push(problem(at, ['Two variables stand side by side.', 'Put a word or a sign between them.']));
  if (names.length > 0 && wordsBeside(text) < WORDS_PER_VARIABLE * names.length) {
    const mend = `Write at least ${WORDS_PER_VARIABLE} words for each variable, or take variables out.`;
    problems.push(problem(at, ['There are too many variables for so few words (Meta: 2388293).', mend]));
  }
  if (/\n{3,}/.test(text)) problems.push(problem(at, ['There are several empty lines in a row.', 'Leave one.']));
  return problems;
}

/** Meta gives no number; with so many it has not been seen to complain. */
const WORDS_PER_VARIABLE = 3;
/** Chinese, Japanese and Thai are written without spaces between their words. */
const WORDS = new Intl.Segmenter('en', { granularity: 'word' });
const wordsBeside = (text: string) =>
  [...WORDS.segment(text.replace(/\{\{\s*\w+\s*\}\}/g, ' '))].filter(({ isWordLike }) => isWordLike).length;

function checkFooter({ footer }: TemplateDraft): TemplateProblem[] {
  if (footer === null || footer.trim() === '') return [];
  const at = { field: 'footer', component: 'footer' } as const;
  const problems = checkText(at, footer, 'footer', LIMITS.footer);
  if (placeholders(footer).length > 0) problems.push(problem(at, ['The footer has a variable.', 'Take it out.']));
  return problems;
}

function checkText(at: Place, text: string, word: string, limit: number): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  if (text.trim() === '') problems.push(problem(at, [`The ${word} is missing.`, `Write it, or take the ${word} out.`]));
  if (lengthOf(text.trim()) > limit) problems.push(problem(at, tooLong(word, limit)));
  if (/\{\{|\}\}/.test(text.replace(/\{\{\s*\w+\s*\}\}/g, ''))) {
    const mend = 'Write variables as {{1}} or {{order_number}}.';
    problems.push(problem(at, ['There are braces that are no variable.', mend]));
  }
  return problems;
}

/** Numbered from 1 without gaps, or all named; never both. */
function checkFormat({ header, body }: TemplateDraft): TemplateProblem[] {
  const texts = [
    ['body.text', 'body', body.text],
    ['header.text', 'header', header?.kind === 'text' ? header.text : ''],
  ] as const;
  const all = texts.flatMap(([, , text]) => placeholders(text));
  const at = { field: 'body.text', component: 'body' } as const;
  if (all.some(isNumber) && !all.every(isNumber))
    return [problem(at, ['Some variables have numbers and some have names.', 'Write all of them one way.'])];
  return texts.flatMap(([field, component, text]) => {
    const names = placeholders(text);
    const gap = names.every(isNumber) && names.some((name, index) => name !== String(index + 1));
    const odd = names.find(name => !isNumber(name) && !/^[a-z][a-z0-9_]{0,19}$/.test(name));
    return [
      ...(gap ? [problem({ field, component }, ['The numbers have a gap.', 'Number them {{1}}, {{2}}, {{3}} …'])] : []),
      ...(odd
        ? [
            problem({ field, component, parameter: odd }, [
              `“${odd}” is no name.`,
              'Use a–z, 0–9 and _, at most 20 signs.',
            ]),
          ]
        : []),
    ];
  });
}

const NO_SAMPLE: Finding = ['Meta wants an example for this variable.', 'Write what could stand there.'];
