/** When things happened on the page, in its own milliseconds since navigation; 0: not yet. */
export type Moments = { bubble: number; click: number; frame: number; input: number; place: { x: number; y: number } };

declare global {
  interface Window {
    benchMoments: Moments;
  }
}

/**
 * Runs in the page from its very beginning: looks at every frame, through open shadow roots, for the bubble (the first visible button
 * of an element), the panel's frame (a visible dialog) and the usable input (a visible text box that has the focus).
 */
export function watchMoments(): void {
  const moments: Moments = { bubble: 0, click: 0, frame: 0, input: 0, place: { x: 0, y: 0 } };
  window.benchMoments = moments;
  addEventListener(
    'click',
    event => {
      moments.click ||= event.timeStamp;
    },
    { capture: true },
  );

  const isVisible = (element: Element) => {
    const { width, height, top, left } = element.getBoundingClientRect();
    const isInside = width > 0 && height > 0 && top < innerHeight && left < innerWidth;
    return isInside && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };

  function* shadowRoots(root: ParentNode): Generator<ShadowRoot> {
    for (const element of root.querySelectorAll('*')) {
      if (!element.shadowRoot) continue;
      yield element.shadowRoot;
      yield* shadowRoots(element.shadowRoot);
    }
  }

  function find(selector: string): Element | undefined {
    for (const root of shadowRoots(document)) {
      const found = [...root.querySelectorAll(selector)].find(isVisible);
      if (found) return found;
    }
    return undefined;
  }

  function focused(): Element | null {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element;
  }

  requestAnimationFrame(function look() {
    if (!moments.bubble) {
      const bubble = find('button');
      if (bubble) {
        const { left, top, width, height } = bubble.getBoundingClientRect();
        moments.place = { x: left + width / 2, y: top + height / 2 };
        moments.bubble = performance.now();
      }
    } else if (moments.click) {
      if (!moments.frame && find('dialog, [role=dialog]')) moments.frame = performance.now();
      const box = focused();
      if (!moments.input && box?.matches('textarea, input') && isVisible(box)) moments.input = performance.now();
    }
    if (!moments.input) requestAnimationFrame(look);
  });
}
