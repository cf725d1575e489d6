import type { ReactiveController, ReactiveControllerHost } from 'lit';

const MARK = 'woodexSheet';

/**
 * While the panel covers a phone's screen: the page behind does not scroll, the sheet keeps above the keyboard, and Back closes the
 * sheet instead of leaving the page. The history entry for that has the page's own URL and state, so that a router which hears of
 * it finds itself where it already is.
 */
export class PhoneSheet implements ReactiveController {
  private _host: ReactiveControllerHost & HTMLElement;
  private _close: () => void;
  private _life: AbortController | undefined;
  private _overflow = '';

  constructor(host: ReactiveControllerHost & HTMLElement, close: () => void) {
    this._host = host;
    this._close = close;
    host.addController(this);
  }

  /** Call after each change of the host. */
  cover(isCovering: boolean) {
    if (isCovering && !this._life) this._begin();
    else if (!isCovering) this._end();
  }

  hostDisconnected() {
    this._end();
  }

  private _begin() {
    this._life = new AbortController();
    const { signal } = this._life;
    const root = document.documentElement;
    this._overflow = root.style.overflow;
    root.style.overflow = 'hidden';
    visualViewport?.addEventListener('resize', this._fit, { signal });
    visualViewport?.addEventListener('scroll', this._fit, { signal });
    this._fit();
    history.pushState({ ...history.state, [MARK]: true }, '');
    addEventListener('popstate', this._onBack, { signal });
  }

  private _end() {
    if (!this._life) return;
    this._life.abort();
    this._life = undefined;
    document.documentElement.style.overflow = this._overflow;
    this._sheet?.style.removeProperty('--_height');
    this._sheet?.style.removeProperty('--_top');
    // Unless the page has moved on, take our entry away again.
    if (history.state?.[MARK]) history.back();
  }

  private get _sheet() {
    return this._host.parentElement;
  }

  private _onBack = (event: PopStateEvent) => {
    if (!event.state?.[MARK]) this._close();
  };

  /** Only the visual viewport knows how much the keyboard leaves. */
  private _fit = () => {
    if (!visualViewport) return;
    this._sheet?.style.setProperty('--_height', `${visualViewport.height}px`);
    this._sheet?.style.setProperty('--_top', `${visualViewport.offsetTop}px`);
  };
}
