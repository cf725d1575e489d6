import type { InboxView } from '../../contract/conversation.ts';

/** The part of the URL that the dashboard reads and writes. */
export type Route = { id: string | null; view: InboxView; unread: boolean; q: string };

export const VIEWS: readonly InboxView[] = ['open', 'mine', 'unassigned', 'resolved', 'all'];

const PATH = /^\/admin\/conversations(?:\/([^/]+))?\/?$/;

/** The pages of the dashboard beside the inbox, and the id in their address. */
export type Place = {
  page: 'conversations' | 'customers' | 'automations' | 'templates' | 'sending' | 'settings';
  id: string | null;
};

const PLACE = /^\/admin\/(customers|automations|templates|sending|settings)(?:\/([^/]+))?\/?$/;

export function parsePlace({ pathname }: URL): Place {
  const [, page, id] = PLACE.exec(pathname) ?? [];
  return page ? { page: page as Place['page'], id: id ?? null } : { page: 'conversations', id: null };
}

/** Anything unknown becomes its default: an old link still opens the inbox. */
export function parseRoute(url: URL): Route {
  const view = url.searchParams.get('view');
  return {
    id: PATH.exec(url.pathname)?.[1] ?? null,
    view: VIEWS.find(known => known === view) ?? 'open',
    unread: url.searchParams.get('unread') === 'true',
    q: url.searchParams.get('q') ?? '',
  };
}

/** The shortest URL that {@link parseRoute} reads back. */
export function formatRoute({ id, view, unread, q }: Route): string {
  const params = new URLSearchParams();
  if (view !== 'open') params.set('view', view);
  if (unread) params.set('unread', 'true');
  if (q !== '') params.set('q', q);
  const path = id === null ? '/admin/conversations' : `/admin/conversations/${encodeURIComponent(id)}`;
  return params.size > 0 ? `${path}?${params}` : path;
}

/** Keeps the route and the browser's address bar the same. Fires `change`. */
export class Router extends EventTarget {
  route: Route;
  private readonly window: Window;

  constructor(window: Window) {
    super();
    this.window = window;
    this.route = this.read();
  }

  start(): void {
    this.window.addEventListener('popstate', this.follow);
  }

  stop(): void {
    this.window.removeEventListener('popstate', this.follow);
  }

  /** The address of this route with some of it changed. */
  href(change: Partial<Route>): string {
    return formatRoute({ ...this.route, ...change });
  }

  /** `replace`: the back button does not return here (a search while it is typed). */
  go(change: Partial<Route>, { replace = false } = {}): void {
    const href = this.href(change);
    if (replace) this.window.history.replaceState(null, '', href);
    else this.window.history.pushState(null, '', href);
    this.follow();
  }

  /** Where we are. */
  get place(): Place {
    return parsePlace(new URL(this.window.location.href));
  }

  /** What stands behind the `?`. */
  get search(): URLSearchParams {
    return new URLSearchParams(this.window.location.search);
  }

  /** To an address of ours. `replace`: the back button does not return here. */
  goTo(href: string, { replace = false } = {}): void {
    if (replace) this.window.history.replaceState(null, '', href);
    else this.window.history.pushState(null, '', href);
    this.follow();
  }

  /** Takes a click on one of our own links; the browser keeps the rest (new tab, download, other places). */
  takeClick(event: MouseEvent): void {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const link = event.composedPath().find(target => target instanceof HTMLAnchorElement);
    if (!isPlain || !link || link.target !== '' || event.defaultPrevented) return;
    const url = new URL(link.href);
    if (url.origin !== this.window.location.origin) return;
    if (PATH.test(url.pathname)) {
      event.preventDefault();
      this.go(parseRoute(url));
    } else if (PLACE.test(url.pathname)) {
      event.preventDefault();
      this.goTo(url.href);
    }
  }

  private readonly follow = () => {
    this.route = this.read();
    this.dispatchEvent(new Event('change'));
  };

  private read(): Route {
    return parseRoute(new URL(this.window.location.href));
  }
}
