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

export type ToChild = { go: Order } | { calm: true };
/** `working`: it takes webhooks in, or has just carried a message through. */
export type FromChild = 'ready' | 'working';
