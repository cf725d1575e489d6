/** Where the demo's time is kept, and who has to go along. */
type Places = { crmUrl: string; simulatorUrl: string };

export type TimeMachine = {
  /** The demo's time. */
  now(): Date;
  /** Moves the time of shop, CRM and phones on. Throws when the CRM does not. */
  moveOn(minutes: number): Promise<void>;
  close(): void;
};

const PATIENCE = 5_000;
const ASK_AGAIN = 1_000;

/** The CRM's clock is the one that counts; the shop's and the phones' follow it. A demo that was stopped goes on where it was. */
export function openTimeMachine({ crmUrl, simulatorUrl }: Places): TimeMachine {
  let aheadMs = 0;
  const ask = async (url: string, init: RequestInit = {}): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { ...init, headers, signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    return answer.json();
  };
  const follow = async (clock: unknown) => {
    aheadMs = (clock as { aheadMs: number }).aheadMs;
    const body = JSON.stringify({ offsetMs: aheadMs });
    await ask(`${simulatorUrl}/simulator/clock`, { method: 'PUT', body });
  };
  // The CRM may start after the shop.
  const timer = setInterval(() => {
    ask(`${crmUrl}/demo/clock`)
      .then(follow)
      .then(
        () => clearInterval(timer),
        () => {},
      );
  }, ASK_AGAIN).unref();
  return {
    now: () => new Date(Date.now() + aheadMs),
    async moveOn(minutes) {
      await follow(await ask(`${crmUrl}/demo/clock`, { method: 'POST', body: JSON.stringify({ minutes }) }));
    },
    close: () => clearInterval(timer),
  };
}
