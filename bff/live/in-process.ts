import { FanOut } from './fan-out.ts';
import type { Live } from './live.ts';

/** Wake-ups within one process: all that a single node needs. */
export function inProcessLive(): Live {
  const fanOut = new FanOut();
  return {
    // Not in the publisher's own stack: a slow or failing subscriber is not the publisher's concern.
    publish: signal => queueMicrotask(() => fanOut.emit(signal)),
    subscribe: (topic, listener) => fanOut.subscribe(topic, listener),
    close: async () => {},
  };
}
