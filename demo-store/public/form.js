import { visitor } from './account.js';

/**
 * Sends a form as JSON and leads on to the page that the shop names. What was typed stays whatever happens; each field that is
 * wrong says why, and the first of them has the focus.
 * @param {HTMLFormElement} form
 * @param {string} url
 * @param {() => object} body read at each attempt
 * @param {() => void} [sent] called before the page is left
 */
export function sendsTo(form, url, body, sent = () => {}) {
  const button = form.querySelector('button:not([type=button])');
  // The same id at each attempt of this page, so that pressing twice, or again after a lost answer, makes one entry.
  const id = newId();
  let sending = false;

  form.addEventListener('submit', async event => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    button.setAttribute('aria-busy', 'true');
    showErrors(form, {}, '');
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id, ...body(), visitor: await visitor() }),
      });
      const answer = await response.json();
      if (response.ok) {
        sent();
        location.assign(answer.url);
        return;
      }
      showErrors(form, answer.errors ?? {}, answer.title);
    } catch {
      showErrors(form, {}, 'We could not be reached. Nothing is lost: please try again in a moment.');
    } finally {
      sending = false;
      button.removeAttribute('aria-busy');
    }
  });

  form.addEventListener('input', ({ target }) => {
    if (target.getAttribute('aria-invalid') !== 'true') return;
    target.removeAttribute('aria-invalid');
    const place = form.querySelector(`[data-error="${target.name}"]`);
    if (place) place.textContent = '';
  });
}

/** @param {HTMLFormElement} form @param {string[]} names */
export const valuesOf = (form, names) => Object.fromEntries(names.map(name => [name, form.elements[name].value]));

/** @param {HTMLFormElement} form @param {Record<string, string>} errors @param {string} title */
function showErrors(form, errors, title) {
  for (const place of form.querySelectorAll('[data-error]')) place.textContent = errors[place.dataset.error] ?? '';
  for (const input of form.elements) {
    if (!input.name) continue;
    if (errors[input.name]) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  }
  const rest = Object.keys(errors).filter(name => !form.querySelector(`[data-error="${CSS.escape(name)}"]`));
  form.querySelector('[data-form-error]').textContent = [title, ...rest.map(name => errors[name])].join(' ').trim();
  form.querySelector('[aria-invalid=true]')?.focus();
}

/** A random UUID (version 4); `crypto.randomUUID` is missing on plain HTTP. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}

/**
 * A line as a small row with its picture.
 * @param {import('./cart.js').PricedLine} line
 * @param {string} note
 */
export function miniLine(line, note) {
  const row = document.createElement('li');
  const image = Object.assign(new Image(960, 720), { src: line.image, alt: '' });
  const text = document.createElement('div');
  const name = Object.assign(document.createElement('strong'), { textContent: `${line.quantity} × ${line.name}` });
  const about = Object.assign(document.createElement('span'), { className: 'quiet', textContent: note });
  text.append(name, document.createElement('br'), about);
  row.append(image, text);
  return row;
}
