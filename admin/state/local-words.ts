import { serverNow } from '../contexts/server-time.ts';
import { dayWords, formatTime } from './time.ts';

/** "today, 14:05", by the clock of whoever reads it. */
export const shortly = (iso: string) => `${dayWords(iso, serverNow())}, ${formatTime(iso)}`;

/** The sentences are the same for everybody; whoever reads them has a clock of their own. */
export const localWords = (words: string) =>
  words.replaceAll(/(on )?(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC/g, (_, on: string = '', day: string, time: string) => {
    const moment = shortly(`${day}T${time}:00Z`);
    // Something happens on Monday, but yesterday.
    return /^(today|yesterday)/.test(moment) ? moment : `${on}${moment}`;
  });
