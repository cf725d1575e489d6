import { z } from 'zod';
import { ConsentAction, ConsentTopic, MAX_WORDING } from '../../contract/consent.ts';
import { isStorable } from './clean-text.ts';
import { type CsvLine, readCsv } from './csv.ts';

/** What is wrong with one line, or with all of it, and how to mend it. */
export type ListProblem = { what: string; mend: string };

export type ListedConsent = {
  phone: string;
  topic: ConsentTopic;
  action: ConsentAction;
  wording: string;
  at: Date;
  note: string;
};

export type ListLine = { line: number } & ({ consent: ListedConsent } | { problem: ListProblem });

/** Lines of one file. A longer list is sent in parts. */
export const MAX_LINES = 5000;
const MAX_NOTE = 500;
const COLUMNS = ['phone', 'topic', 'action', 'wording', 'at', 'note'] as const;

const Moment = z.iso.datetime({ offset: true }).or(z.iso.date());

/** Reads a list of what customers said elsewhere: `phone,topic,action,wording,at` and, if there is one, `note`. */
export function readConsentList(csv: string, now: Date): { problem: ListProblem } | { lines: ListLine[] } {
  const [head, ...lines] = readCsv(csv);
  const columns = head?.fields.map(name => name.toLowerCase()) ?? [];
  const missing = COLUMNS.filter(name => name !== 'note' && !columns.includes(name));
  if (missing.length > 0) {
    const mend = 'The first line holds the columns’ names: phone,topic,action,wording,at and, if you like, note.';
    return { problem: { what: `The first line names no column ${missing.join(', ')}.`, mend } };
  }
  if (csv.includes('\ufffd')) {
    const mend = 'In the spreadsheet choose “CSV UTF-8” when you save it.';
    return { problem: { what: 'The file is not UTF-8: letters in it would be lost.', mend } };
  }
  if (lines.length > MAX_LINES) {
    const mend = 'Split it, each part with the first line, and load one after the other.';
    return { problem: { what: `A file has at most ${MAX_LINES} lines, and this one has ${lines.length}.`, mend } };
  }
  return { lines: lines.map(line => ({ line: line.line, ...readLine(columns, line, now) })) };
}

function readLine(
  columns: string[],
  { fields }: CsvLine,
  now: Date,
): { consent: ListedConsent } | { problem: ListProblem } {
  const cells = Object.fromEntries(columns.map((name, i) => [name, fields[i] ?? '']));
  const { phone = '', topic = '', action = '', wording = '', at = '', note = '' } = cells;
  const wrong = (what: string, mend: string) => ({ problem: { what, mend } });
  if (fields.slice(columns.length).some(field => field !== ''))
    return wrong('It has more columns than the first line names.', 'Put a text with commas between double quotes.');
  const knownTopic = ConsentTopic.safeParse(topic.toLowerCase());
  if (!knownTopic.success)
    return wrong(`The topic is ${shown(topic)}.`, 'Write marketing for offers, all for everything automatic.');
  const knownAction = ConsentAction.safeParse(action.toLowerCase());
  if (!knownAction.success) return wrong(`The action is ${shown(action)}.`, 'Write opt-in or opt-out.');
  if (wording === '')
    // Without the words nobody can say later what was agreed to.
    return wrong('The wording is missing.', 'Write the words that the customer was shown or asked.');
  if (wording.length > MAX_WORDING)
    return wrong(`The wording has ${wording.length} characters.`, `Keep it to ${MAX_WORDING}.`);
  if (note.length > MAX_NOTE) return wrong(`The note has ${note.length} characters.`, `Keep it to ${MAX_NOTE}.`);
  if (!isStorable(wording) || !isStorable(note))
    return wrong('It holds characters that are no text.', 'Save the file as “CSV UTF-8”.');
  if (!Moment.safeParse(at).success)
    return wrong(`The day is ${shown(at)}.`, 'Write it as 2026-01-31, or with the time: 2026-01-31T14:30:00Z.');
  if (new Date(at) > now) return wrong(`${at} has not come yet.`, 'Write the day on which the customer said it.');
  return {
    consent: { phone, topic: knownTopic.data, action: knownAction.data, wording, at: new Date(at), note },
  };
}

const shown = (text: string) => (text === '' ? 'missing' : `“${text.slice(0, 40)}”`);
