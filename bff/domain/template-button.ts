import { LIMITS, type TemplateButton } from './template-definition.ts';
import { fill, lengthOf, placeholders } from './template-text.ts';

export type ButtonParameter = {
  subType?: 'url' | 'quick_reply' | 'copy_code';
  parameter?: Record<string, string>;
  /** Where it leads, as the customer gets it. */
  detail: string | null;
  problem?: { what: string; mend: string };
};

/** What Meta is sent for one button. `value` is normalised; '' where none was given. */
export function buttonParameter(button: TemplateButton, value: string): ButtonParameter {
  switch (button.kind) {
    case 'url':
      return urlParameter(button.url, value);
    case 'copy-code':
      return codeParameter(value);
    case 'quick-reply':
      return payloadParameter(value);
    case 'phone':
      return value === '' ? { detail: button.phone } : { detail: button.phone, problem: TAKES_NONE };
    case 'other':
      return { detail: null };
  }
}

const TAKES_NONE = { what: 'This button takes no value.', mend: 'Take the value out.' };

/** The value is what comes behind the registered address; a whole address that begins with it is cut to that. */
function urlParameter(url: string, value: string): ButtonParameter {
  const [name] = placeholders(url);
  if (name === undefined) return value === '' ? { detail: url } : { detail: url, problem: TAKES_NONE };
  const base = url.slice(0, url.search(/\{\{/));
  const isWhole = /^[a-z][a-z0-9+.-]*:\/\//i.test(value);
  if (isWhole && !value.startsWith(base)) {
    const what = `This link leads elsewhere: the button's address begins with ${base}`;
    return { detail: value, problem: { what, mend: 'Give only what comes behind it.' } };
  }
  const suffix = encoded(isWhole ? value.slice(base.length) : value);
  if (suffix === '') {
    const mend = `Give what comes behind ${base}`;
    return { detail: url, problem: { what: "The end of the button's address is missing.", mend } };
  }
  const detail = fill(url, { [name]: suffix });
  const target = URL.parse(detail);
  if (!target || target.origin !== URL.parse(base)?.origin || target.username !== '') {
    return {
      detail,
      problem: { what: 'The link would lead to another site.', mend: `Give what comes behind ${base}` },
    };
  }
  if (lengthOf(detail) > LIMITS.url) {
    return { detail, problem: { what: `The link is longer than ${LIMITS.url} characters.`, mend: 'Shorten it.' } };
  }
  return { subType: 'url', parameter: { type: 'text', text: suffix }, detail };
}

/** What an address cannot hold is escaped; what is escaped already stays so. */
const encoded = (suffix: string) =>
  suffix.replace(/%(?![0-9a-f]{2})/gi, '%25').replace(/[^\w\-.~:/?#[\]@!$&'()*+,;=%]/gu, encodeURIComponent);

function codeParameter(code: string): ButtonParameter {
  const detail = code || null;
  if (code === '') return { detail, problem: { what: 'The code is missing.', mend: 'Give the code that is copied.' } };
  if (lengthOf(code) > LIMITS.code) {
    const mend = `Give at most ${LIMITS.code} characters.`;
    return { detail, problem: { what: `The code is longer than ${LIMITS.code} characters.`, mend } };
  }
  return { subType: 'copy_code', parameter: { type: 'coupon_code', coupon_code: code }, detail };
}

/** Without one the tap brings the button's own words. */
function payloadParameter(payload: string): ButtonParameter {
  if (payload === '') return { detail: null };
  if (lengthOf(payload) > LIMITS.payload) {
    const mend = `Give at most ${LIMITS.payload} characters.`;
    return { detail: null, problem: { what: `The hidden word is longer than ${LIMITS.payload} characters.`, mend } };
  }
  return { subType: 'quick_reply', parameter: { type: 'payload', payload }, detail: null };
}
