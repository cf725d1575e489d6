import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defenceNamed, ROOT, replaceAll } from '../defences.ts';

// Loaded by `--import` before anything else of a process: takes a defence out of the source text as it is loaded.
const defence = defenceNamed(process.env.CHAOS_WITHOUT ?? '');
registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const file = url.startsWith('file:') ? fileURLToPath(url).slice(ROOT.length + 1) : '';
    const edits = defence.edits.filter(edit => edit.file === file);
    if (edits.length === 0) return loaded;
    return { ...loaded, source: replaceAll(String(loaded.source), edits) };
  },
});
