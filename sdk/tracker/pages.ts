/** Calls back for each page that is looked at: now, when a router changes the address, and when the browser brings a page back. */
export function watchPages(onPage: (isAgain: boolean) => void): void {
  const later = () => setTimeout(() => onPage(false));
  const { navigation } = window as { navigation?: EventTarget };
  if (navigation) navigation.addEventListener('navigatesuccess', later);
  else {
    addEventListener('popstate', later);
    for (const name of ['pushState', 'replaceState'] as const) {
      const change = history[name];
      history[name] = function (this: History, ...args) {
        change.apply(this, args);
        later();
      };
    }
  }
  addEventListener('pageshow', event => event.persisted && onPage(true));
  onPage(false);
}
