/** The shop's own note of the answer: 'granted' or 'denied'. Keeping it needs no consent. */
const KEY = 'woodex-shop-consent';

/**
 * Asks once whether the way through the shop may be remembered, and tells the chat's script what was answered.
 * @param {() => void} onAnswer
 */
export function askConsent(onAnswer) {
  const bar = document.querySelector('[data-consent]');
  if (!bar) return;
  const answer = consentGiven();
  if (answer) tell(answer);
  bar.hidden = answer !== null;
  bar.addEventListener('click', ({ target }) => {
    const chosen = target.closest('[data-consent-answer]')?.dataset.consentAnswer;
    if (!chosen) return;
    write(chosen);
    tell(chosen);
    bar.hidden = true;
    onAnswer();
  });
  document.querySelector('[data-consent-again]')?.addEventListener('click', () => {
    bar.hidden = false;
    bar.querySelector('button').focus();
  });
}

/** @param {string} answer */
function tell(answer) {
  window.woodex ??= [];
  window.woodex.push(['consent', answer]);
}

export function consentGiven() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @param {string} answer */
function write(answer) {
  try {
    localStorage.setItem(KEY, answer);
  } catch {
    // Where nothing can be stored, it is asked again.
  }
}
