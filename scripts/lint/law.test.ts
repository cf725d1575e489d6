import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';

const ROOT = join(import.meta.dirname, '../..');

const forbidden: [place: string, what: string][] = [
  ['contract/x.ts', "import '../bff/domain/y.ts';"],
  ['bff/domain/x.ts', "import '../db/y.ts';"],
  ['bff/domain/x.ts', "import '../services/y.ts';"],
  ['bff/domain/x.ts', "import 'drizzle-orm';"],
  ['bff/domain/x.ts', 'export const now = () => Date.now();'],
  ['bff/domain/x.ts', 'export const now = () => new Date();'],
  ['bff/domain/x.ts', 'export const port = process.env.PORT;'],
  ['bff/db/x.ts', "import '../domain/y.ts';"],
  ['bff/db/x.ts', "import '../services/y.ts';"],
  ['bff/db/x.ts', "import '../live/y.ts';"],
  ['bff/whatsapp/x.ts', "import '../db/y.ts';"],
  ['bff/whatsapp/x.ts', "import 'drizzle-orm';"],
  ['bff/whatsapp/x.ts', "import '../services/y.ts';"],
  ['bff/commerce/x.ts', "import '../db/y.ts';"],
  ['bff/commerce/shopify/x.ts', "import '../../services/y.ts';"],
  ['bff/commerce/shopify/x.ts', "import 'drizzle-orm';"],
  ['bff/live/x.ts', "import '../db/y.ts';"],
  ['bff/media/x.ts', "import '../db/y.ts';"],
  ['bff/media/x.ts', "import '../services/y.ts';"],
  ['bff/security/x.ts', "import '../db/y.ts';"],
  ['bff/services/x.ts', "import '../http/y.ts';"],
  ['bff/services/x.ts', "import 'hono';"],
  ['bff/services/x.ts', 'export const now = () => new Date();'],
  ['bff/jobs/x.ts', "import '../http/y.ts';"],
  ['bff/http/admin/x.ts', "import '../../whatsapp/y.ts';"],
  ['bff/http/admin/x.ts', "import '../../jobs/y.ts';"],
  ['bff/http/admin/x.ts', 'export const key = process.env.KEY;'],
  ['sdk/elements/x.ts', "import { Message } from '../../contract/message.ts'; export const m = Message;"],
  ['sdk/elements/x.ts', "import '../../bff/domain/y.ts';"],
  ['sdk/elements/x.ts', "import 'zod';"],
  ['admin/pages/x.ts', "import { Message } from '../../contract/message.ts'; export const m = Message;"],
  ['admin/pages/x.ts', "import '../../sdk/elements/y.ts';"],
  [
    'sdk/elements/x.ts',
    `export const bar = (width: number) => html\`<i class="bar" style="inline-size: \${width}%"></i>\`;`,
  ],
  ['admin/pages/x.ts', `export const bar = (styles: unknown) => html\`<i\n  style=\${styles}></i>\`;`],
  ['admin/pages/x.ts', `export const bar = html\`<ul>\${html\`<li style="color: red"></li>\`}</ul>\`;`],
  ['whatsapp-simulator/x.ts', "import '../bff/domain/y.ts';"],
  ['whatsapp-simulator/x.ts', "import '../contract/message.ts';"],
  ['demo-store/x.ts', "import '../bff/domain/y.ts';"],
];

const allowed: [place: string, what: string][] = [
  ['bff/domain/x.ts', "import '../../contract/message.ts';"],
  ['bff/db/x.ts', "import '../../contract/message.ts';"],
  ['bff/commerce/shopify/x.ts', "import '../../../contract/commerce.ts'; import '../../domain/y.ts';"],
  ['bff/services/x.ts', "import '../domain/y.ts'; import '../db/y.ts'; import '../live/y.ts';"],
  ['bff/jobs/handlers/x.ts', "import '../../services/y.ts'; import '../../whatsapp/y.ts';"],
  ['bff/http/x.ts', "import '../services/y.ts'; import '../db/y.ts';"],
  ['bff/main.ts', 'export const port = process.env.PORT;'],
  ['sdk/elements/x.ts', "import type { Message } from '../../contract/message.ts'; export type M = Message;"],
  ['admin/pages/x.ts', "import '../../sdk/stream/event-stream.ts';"],
  [
    'admin/pages/x.ts',
    `export const picker = html\`<wx-picker .style=\${1} data-style="b" restyle="c"></wx-picker>\`;`,
  ],
];

/** A tree of one file per case, under the project's own lint rules. */
const tree = mkdtempSync(join(tmpdir(), 'woodex-law-'));
after(() => rmSync(tree, { recursive: true }));
cpSync(join(ROOT, 'scripts/lint'), join(tree, 'scripts/lint'), {
  recursive: true,
  filter: path => !path.endsWith('.ts'),
});
const rules = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8')) as Record<string, unknown>;
writeFileSync(join(tree, 'biome.json'), JSON.stringify({ ...rules, vcs: { enabled: false } }));

function place([path, text]: [string, string], name: string): string {
  const file = path.replace('x.ts', `${name}.ts`);
  mkdirSync(join(tree, dirname(file)), { recursive: true });
  writeFileSync(join(tree, file), `${text}\n`);
  return file;
}

const forbiddenFiles = forbidden.map((entry, i) => place(entry, `forbidden${i}`));
const allowedFiles = allowed.map((entry, i) => place(entry, `allowed${i}`));

type Report = { diagnostics: { category: string; location: { path: string } }[] };
const args = ['lint', '--reporter=json', '--max-diagnostics=none', '.'];
const run = spawnSync(join(ROOT, 'node_modules/.bin/biome'), args, { cwd: tree, encoding: 'utf8' });
const found = new Set(
  (JSON.parse(run.stdout) as Report).diagnostics
    .filter(({ category }) => /noRestrictedImports|noProcessEnv|^plugin/.test(category))
    .map(({ location }) => location.path),
);

for (const [i, [path, text]] of forbidden.entries()) {
  test(`the law keeps ${path} from: ${text}`, () => assert.ok(found.has(forbiddenFiles[i]!)));
}

for (const [i, [path, text]] of allowed.entries()) {
  test(`the law lets ${path}: ${text}`, () => assert.ok(!found.has(allowedFiles[i]!)));
}
