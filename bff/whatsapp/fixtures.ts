import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('fixtures/', import.meta.url);

/** The sample webhooks for tests, by file name without `pywa__` and `.json`. */
export const fixtures: ReadonlyMap<string, unknown> = new Map(
  readdirSync(folder)
    .filter(file => file.endsWith('.json'))
    .map(file => [file.replace(/^pywa__|\.json$/g, ''), JSON.parse(readFileSync(new URL(file, folder), 'utf8'))]),
);
