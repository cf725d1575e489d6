/** What a process of the harness is told when its turn comes. Times in ms. */
export type Order = {
  appUrl: string;
  secret: string;
  apiUrl: string;
  port: number;
  mediaFolder: string;
  lease: number;
  settleTime: number;
  seed: number;
  failChance: number;
};

/** `standStill`: as soon as it has committed the attempt of a message that a customer waits for, before the request is written. */
export type ToChild = { go: Order } | { calm: true } | { standStill: true };
/** `working`: it takes webhooks in, or has just carried a message through. `stands`: it stands still from here on, with this delivery begun. */
export type FromChild = 'ready' | 'working' | { stands: string };
