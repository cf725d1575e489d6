import { type SVGTemplateResult, svg } from 'lit';

const icon = (path: SVGTemplateResult) => svg`<svg viewBox="0 0 24 24" aria-hidden="true">${path}</svg>`;

export const closeIcon = icon(svg`<path d="m6.5 6.5 11 11m0-11-11 11"/>`);
export const sendIcon = icon(svg`<path d="M12 19V5.5m-6 5.5 6-6 6 6"/>`);
export const attachIcon = icon(
  svg`<path d="m19 11.5-7.2 7.2a4.6 4.6 0 0 1-6.5-6.5l7.6-7.6a3.1 3.1 0 0 1 4.4 4.4l-7.5 7.5a1.5 1.5 0 0 1-2.2-2.2l6.7-6.6"/>`,
);
export const downIcon = icon(svg`<path d="M12 5v13.5m-6-5.5 6 6 6-6"/>`);
export const whatsappIcon = icon(
  svg`<path d="m4 20 1.2-4A8 8 0 1 1 8.2 19Z"/><path d="M9 8.7c-.4 3.1 3 6.6 6.2 6.4l.6-1.5-2-1.2-1 .8c-1-.5-1.7-1.2-2.1-2.2l.8-.9-1-1.9Z"/>`,
);

/** One tick sent, two ticks seen, a clock while it waits, a mark when it failed. */
export const stateIcons = {
  sending: icon(svg`<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>`),
  sent: icon(svg`<path d="m5 12.5 4.5 4.5L19 7.5"/>`),
  seen: icon(svg`<path d="m2 12.5 4.5 4.5L16 7.5m-4.5 9.5L21 7.5"/>`),
  failed: icon(svg`<circle cx="12" cy="12" r="8"/><path d="M12 8v4.5m0 3v.1"/>`),
};
