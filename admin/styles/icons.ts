import { html, svg, type TemplateResult } from 'lit';

const PATHS = {
  conversations: svg`<path d="M4 5h16v11H9.5L5 20v-4H4z"></path>`,
  campaigns: svg`<path d="M4 10v4h3l9 4.5v-13L7 10zM19 9.5a4 4 0 0 1 0 5M8 14l1.5 5H12"></path>`,
  analytics: svg`<path d="M5 20V11M12 20V4M19 20v-6"></path>`,
  journey: svg`<circle cx="6" cy="6" r="2.2"></circle><circle cx="18" cy="18" r="2.2"></circle><path d="M8.2 6H15a3 3 0 0 1 0 6H9a3 3 0 0 0 0 6h6.8"></path>`,
  automations: svg`<path d="M13 3 5 14h6l-1 7 8-11h-6z"></path>`,
  appointments: svg`<path d="M4.5 6h15v14h-15zM4.5 10.5h15M8.5 3.5V7M15.5 3.5V7"></path>`,
  settings: svg`<path d="M4 7h9M17 7h3M4 17h3M11 17h9"></path><circle cx="15" cy="7" r="2"></circle><circle cx="9" cy="17" r="2"></circle>`,
  menu: svg`<path d="M4 7h16M4 12h16M4 17h16"></path>`,
  search: svg`<circle cx="11" cy="11" r="6"></circle><path d="m15.5 15.5 4.5 4.5"></path>`,
  close: svg`<path d="m6 6 12 12M18 6 6 18"></path>`,
  back: svg`<path d="m14 6-6 6 6 6"></path>`,
  down: svg`<path d="M12 5v13M6.5 12.5 12 18l5.5-5.5"></path>`,
  chevron: svg`<path d="m7 10 5 5 5-5"></path>`,
  check: svg`<path d="m5 12.5 4.5 4.5L19 7.5"></path>`,
  resolve: svg`<circle cx="12" cy="12" r="8.5"></circle><path d="m8.5 12.3 2.5 2.4 4.7-5"></path>`,
  reopen: svg`<path d="M5 12a7 7 0 1 0 2.2-5.1M5 4.5V8.5h4"></path>`,
  attach: svg`<path d="m19 11.5-7.2 7.2a4.6 4.6 0 0 1-6.5-6.5l7.6-7.6a3.1 3.1 0 0 1 4.4 4.4L9.8 16.5a1.5 1.5 0 0 1-2.2-2.2l6.7-6.6"></path>`,
  reply: svg`<path d="M9.5 6 4 11.5 9.5 17M4.5 11.5H14a6 6 0 0 1 6 6v.5"></path>`,
  react: svg`<circle cx="12" cy="12" r="8.5"></circle><path d="M8.5 14.2c1.8 2.4 5.2 2.4 7 0M9.2 9.6v.2M14.8 9.6v.2"></path>`,
  more: svg`<path d="M12 5v14M5 12h14"></path>`,
  product: svg`<path d="M5 8h14l-1 12H6zM8.5 8V7a3.5 3.5 0 0 1 7 0v1"></path>`,
  person: svg`<circle cx="12" cy="8" r="3.6"></circle><path d="M4.8 20c.6-4 3.4-6 7.2-6s6.6 2 7.2 6"></path>`,
  panel: svg`<path d="M4 5h16v14H4zM14.5 5v14"></path>`,
  send: svg`<path d="M4.5 5 20 12 4.5 19l2.3-7zM6.8 12H13"></path>`,
  clock: svg`<circle cx="12" cy="12" r="8.5"></circle><path d="M12 7.5V12l3 2"></path>`,
  alert: svg`<path d="M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.2"></path>`,
  web: svg`<circle cx="12" cy="12" r="8.5"></circle><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17"></path>`,
  whatsapp: svg`<path d="M4 20l1.2-4.2A8.2 8.2 0 1 1 8.3 19z"></path><path d="M9 8.5c-.6 1-.4 2.4 1.3 4.2s3.4 2.3 4.6 1.5l.4-1.3-1.9-1-.9.9c-1-.4-1.9-1.3-2.3-2.3l.8-.9-.9-1.7z"></path>`,
  image: svg`<path d="M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3 4.5 4.5"></path><circle cx="9" cy="9" r="1.3"></circle>`,
  video: svg`<path d="M3.5 6.5h12v11h-12zM15.5 10.5l5-2.5v8l-5-2.5"></path>`,
  audio: svg`<path d="M12 4v9.5"></path><circle cx="9.5" cy="15.5" r="2.8"></circle><path d="M12.3 4c.6 2.6 2.3 3.7 4.7 4"></path>`,
  document: svg`<path d="M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5"></path>`,
  sticker: svg`<path d="M5 5h14v8l-6 6H5zM19 13h-6v6"></path>`,
  location: svg`<path d="M12 21c-4.5-5-6.5-8-6.5-11a6.5 6.5 0 0 1 13 0c0 3-2 6-6.5 11z"></path><circle cx="12" cy="10" r="2.3"></circle>`,
  inbox: svg`<path d="M4 13.5 6.5 5h11l2.5 8.5V19H4zM4 13.5h5l1 2.5h4l1-2.5h5"></path>`,
  keyboard: svg`<path d="M3 6.5h18v11H3zM6.5 10h.1M10 10h.1M13.5 10h.1M17 10h.1M8 14h8"></path>`,
  signout: svg`<path d="M10 4H5v16h5M14 8l4 4-4 4M18 12H9"></path>`,
};

export type IconName = keyof typeof PATHS;

/** A decorative inline icon of `size` pixels in the text's colour. The words beside it must say what it means. */
export const icon = (name: IconName, size = 18): TemplateResult => html`<svg
  viewBox="0 0 24 24" width=${size} height=${size} fill="none" stroke="currentColor" stroke-width="1.7"
  stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${PATHS[name]}</svg>`;
