import { FanOut } from './fan-out.ts';
import type { Live } from './live.ts';

/** Wake-ups within one process: all that a single node needs. `onTrouble` is told when a subscriber throws. */
export function inProcessLive({ onTrouble = () => {} }: { onTrouble?: (error: unknown) => void } = {}): Live {
  const fanOut = new FanOut(onTrouble);
  return {
    // Not in the publisher's own stack: a slow subscriber is not the publisher's concern.
    publish: signal => queueMicrotask(() => fanOut.emit(signal)),
    subscribe: (topic, listener) => fanOut.subscribe(topic, listener),
    close: async () => {},
  };
}
