import { html } from 'hono/html';
import { KNOWN_PROBLEMS } from '../problem.ts';
import type { Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';

type Json = Record<string, unknown>;
type Described = { parameters: Json[]; requestBody?: { content: Json }; responses: Record<string, Json> };

/** The API as a page for people: every door with its fields, its answers and its problems. No script. */
export function apiPage(document: Json) {
  const paths = document.paths as Record<string, Record<string, Described>>;
  const described = ({ path, method }: Operation) => paths[path.replace(/:(\w+)/g, '{$1}')]![method]!;
  const tags = [...new Set(OPERATIONS.map(({ tag }) => tag))];
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>WoodEx API</title>
    <link rel="stylesheet" href="/docs/style.css">
  </head>
  <body>
    <header>
      <h1>WoodEx API</h1>
      <p>JSON over HTTP. Errors are <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> problems with an id to quote; unknown keys are refused. For tools: <a href="/openapi.json">openapi.json</a>.</p>
      <nav>${tags.map(tag => html`<a href="#${tag}">${tag}</a> `)}<a href="#problems">Problems</a></nav>
    </header>
    <main>
      ${tags.map(
        tag => html`<section id="${tag}"><h2>${tag}</h2>
          ${OPERATIONS.filter(operation => operation.tag === tag).map(operation => door(operation, described(operation)))}
        </section>`,
      )}
      <section id="problems"><h2>Problems</h2>
        <table><thead><tr><th>code</th><th>status</th><th>meaning</th></tr></thead><tbody>
          ${Object.entries(KNOWN_PROBLEMS).map(
            ([code, { status, title }]) =>
              html`<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}</td></tr>`,
          )}
        </tbody></table>
      </section>
    </main>
  </body>
</html>`;
}

const door = ({ method, path, summary, description, security }: Operation, told: Described) => html`<article>
  <h3><span class="method">${method.toUpperCase()}</span> <code>${path}</code></h3>
  <p>${summary}. ${description ?? ''} ${security ? html`<em>${WHO[security]}</em>` : ''}</p>
  ${told.parameters.length > 0 ? html`<h4>Parameters</h4>${told.parameters.map(parameter)}` : ''}
  ${told.requestBody ? html`<h4>Body</h4>${schema(told.requestBody.content)}` : ''}
  <h4>Answers</h4>
  ${Object.entries(told.responses).map(
    ([status, response]) =>
      html`<details><summary><b>${status}</b> ${String(response.description)}</summary>${schema(response.content as Json)}</details>`,
  )}
</article>`;

const WHO = {
  visitor: "Needs a visitor's token.",
  agent: 'Needs an agent’s session.',
  apiKey: 'Needs an API key.',
};

const parameter = ({ name, in: place, description, schema: shape }: Json) =>
  html`<p><code>${String(name)}</code> <small>${String(place)}</small> ${description ? String(description) : ''} <code class="shape">${JSON.stringify(shape)}</code></p>`;

function schema(content: Json | undefined) {
  const [body] = Object.values(content ?? {}) as [{ schema: unknown }?];
  return body ? html`<pre tabindex="0">${JSON.stringify(body.schema, null, 2)}</pre>` : '';
}

export const API_PAGE_STYLE = `
:root { color-scheme: light dark; --line: light-dark(#ddd5cb, #443c34); --soft: light-dark(#f6f2ec, #211d19); --accent: light-dark(#7a4f2b, #d9a877); }
body { font: 16px/1.55 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1.5rem; background: light-dark(#fffdfa, #171411); color: light-dark(#2a231d, #ece5dc); }
a { color: var(--accent); } nav a { margin-inline-end: 1rem; }
h2 { border-block-end: 1px solid var(--line); padding-block-end: .3rem; margin-block-start: 3rem; }
article { border: 1px solid var(--line); border-radius: 10px; padding: .25rem 1.25rem 1rem; margin-block: 1rem; }
h3 { font-size: 1.05rem; overflow-wrap: anywhere; } h4 { margin-block: 1rem .25rem; font-size: .85rem; }
.method { color: var(--accent); font-weight: 700; } .shape, small { color: light-dark(#6b5f53, #b3a698); overflow-wrap: anywhere; }
pre { background: var(--soft); padding: .75rem; border-radius: 8px; overflow: auto; max-height: 24rem; font-size: .8rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: start; padding: .4rem .6rem; border-block-end: 1px solid var(--line); }
`;
