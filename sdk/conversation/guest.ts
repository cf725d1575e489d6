import { type Api, ApiError } from './api.ts';
import type { LiveThread } from './live-thread.ts';
import type { SavedBox } from './saved.ts';

type Options = {
  api: Api;
  saved: SavedBox;
  live: LiveThread;
  /** Under which the tracker keeps its token: `{name}:journey`. */
  name: string;
  storage: Storage | undefined;
};

/** Who sits here, to the server. Made at the first act, never before one. */
export function createGuest({ api, saved, live, name, storage }: Options) {
  /** Counts who has sat here. */
  let shopper = 0;

  /** What a failed call says about link and token is heard. */
  async function inspected<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      live.inspect(error);
      throw error;
    }
  }

  /** The shopper's token. */
  async function ensure(): Promise<string> {
    const known = saved.read().token;
    if (known) return known;
    const before = shopper;
    const { token, snapshot } = await inspected(api.createVisitor(journeyToken()));
    if (before !== shopper) throw new ApiError(410, 'gone');
    saved.update(all => ({ ...all, token, conversation: snapshot.conversation }));
    live.begin(snapshot);
    return token;
  }

  /** One browser is one visitor: the tracker may have made its token already. */
  function journeyToken(): string | undefined {
    try {
      return (JSON.parse(storage?.getItem(`${name}:journey`) ?? '{}') as { token?: string }).token;
    } catch {
      return undefined;
    }
  }

  return {
    inspected,
    ensure,
    /** The same, with no other tab at it: together they make one guest. */
    async ensureInTurn(): Promise<string> {
      let token = '';
      await live.exclusively(async () => {
        token = await ensure();
      });
      return token;
    },
    /** Somebody else sits here from now on. */
    forget() {
      shopper++;
    },
  };
}

export type Guest = ReturnType<typeof createGuest>;
