import { html, raw } from 'hono/html';
import type { Html } from './layout.ts';

type Field = {
  name: string;
  label: string;
  type?: 'text' | 'email' | 'tel';
  autocomplete: string;
  optional?: boolean;
  hint?: string;
};

/** A labelled input with a place for what is wrong with it; the shop's script fills that place in. */
export function field({ name, label, type = 'text', autocomplete, optional, hint }: Field): Html {
  const described = `${hint ? `${name}-hint ` : ''}${name}-error`;
  return html`
    <div class="field" data-field="${name}">
      <label for="${name}">${label}${optional ? html` <span class="quiet">(optional)</span>` : ''}</label>
      ${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : ''}
      <input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" aria-describedby="${described}"${optional ? '' : raw(' required')}>
      ${errorPlace(name)}
    </div>`;
}

export const textArea = (name: string, label: string, hint: string, optional = false): Html => html`
  <div class="field" data-field="${name}">
    <label for="${name}">${label}${optional ? html` <span class="quiet">(optional)</span>` : ''}</label>
    <p class="hint" id="${name}-hint">${hint}</p>
    <textarea id="${name}" name="${name}" rows="5" aria-describedby="${name}-hint ${name}-error"${optional ? '' : raw(' required')}></textarea>
    ${errorPlace(name)}
  </div>`;

export const select = (
  name: string,
  label: string,
  options: readonly (readonly [value: string, text: string])[],
): Html => html`
  <div class="field" data-field="${name}">
    <label for="${name}">${label}</label>
    <select id="${name}" name="${name}" aria-describedby="${name}-error">
      ${options.map(([value, text]) => html`<option value="${value}">${text}</option>`)}
    </select>
    ${errorPlace(name)}
  </div>`;

export const errorPlace = (name: string): Html => html`<p class="error" id="${name}-error" data-error="${name}"></p>`;

export const NO_SCRIPT: Html = html`<noscript><p class="note">This form needs JavaScript. You can also call us on +49 30 23125 140 or write to hello@woodex.example.</p></noscript>`;
