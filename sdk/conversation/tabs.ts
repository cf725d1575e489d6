/** What the tabs of a browser share of the platform; each may be missing. */
export type TabsWorld = {
  locks?: Pick<LockManager, 'request'>;
  openChannel?: (name: string) => BroadcastChannel;
};

export type TabsOptions<T> = TabsWorld & {
  name: string;
  /** This tab is the one that streams now; returns how to stop. */
  onLead: () => () => void;
  /** Another tab says something. */
  onNews: (news: T) => void;
};

export type Tabs<T> = ReturnType<typeof createTabs<T>>;

/**
 * One tab of a browser leads, the others listen to it. The lock that makes it so is let go when the page is hidden for good, so that
 * it can rest in the back/forward cache. Where there are no locks every tab leads.
 */
export function createTabs<T>({ name, locks, openChannel, onLead, onNews }: TabsOptions<T>) {
  let channel: BroadcastChannel | undefined;
  let membership: AbortController | undefined;
  let stopLeading: (() => void) | undefined;

  function lead() {
    stopLeading ??= onLead();
  }

  function follow() {
    stopLeading?.();
    stopLeading = undefined;
  }

  function queue(member: AbortController, steal: boolean) {
    if (!locks) return lead();
    const { signal } = member;
    const hold = () =>
      new Promise<void>(release => {
        if (signal.aborted) return release();
        signal.addEventListener('abort', () => release(), { once: true });
        lead();
      });
    locks.request(name, steal ? { steal } : { signal }, hold).catch((error: unknown) => {
      if (signal.aborted) return;
      // Taken over by another tab: stand in line again. Anything else: locks are forbidden here.
      if (stopLeading && (error as Error).name === 'AbortError') {
        follow();
        queue(member, false);
      } else lead();
    });
  }

  return {
    join() {
      if (membership) return;
      membership = new AbortController();
      try {
        channel = openChannel?.(name);
        if (channel) channel.onmessage = event => onNews(event.data as T);
      } catch {
        // Forbidden here: this tab is alone.
      }
      queue(membership, false);
    },
    leave() {
      membership?.abort();
      membership = undefined;
      follow();
      channel?.close();
      channel = undefined;
    },
    /** Tells the other tabs. */
    tell: (news: T) => channel?.postMessage(news),
    isLeading: () => stopLeading !== undefined,
    /** The leader seems to be frozen. */
    takeOver() {
      if (membership && locks && !stopLeading) queue(membership, true);
    },
    /** Runs in one tab at a time; a tab that leaves does not make the others wait for its work's end. */
    async exclusively(work: () => Promise<void>): Promise<void> {
      const left = membership?.signal;
      if (!locks) return work();
      await locks.request(`${name}:outbox`, () => {
        if (!left) return work();
        if (left.aborted) return;
        const leaving = new Promise<void>(end => left.addEventListener('abort', () => end(), { once: true }));
        return Promise.race([work(), leaving]);
      });
    },
  };
}
