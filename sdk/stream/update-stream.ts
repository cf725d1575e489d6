import { type EventStreamOptions, openEventStream } from './event-stream.ts';

/** A stream whose updates are numbered 1…n without a hole. `data` is the event's parsed JSON; check its shape. */
export type UpdateStreamOptions = Omit<EventStreamOptions, 'onEvent' | 'lastEventId'> & {
  /** The newest number already known; without it the stream begins from now. */
  from?: number;
  /** The next update in order: none missing, none twice. */
  onUpdate: (data: unknown, seq: number) => void;
  /** The past is gone: forget what is known; `seq` is the number to go on from. */
  onReset: (data: unknown, seq: number) => void;
  onTyping?: (data: unknown) => void;
  /** Agents only: customers whose journeys have moved. */
  onJourney?: (data: unknown) => void;
  /** Agents only: the WhatsApp numbers are not as they were. */
  onNumbers?: () => void;
  /** The server said up to which number it will replay, or beats: everything up to there is known now. */
  onBeat?: (seq: number) => void;
};

/**
 * Our streams' rule on top of SSE: a hole in the numbers, or a beat with a larger number than ours, means that something was
 * missed, so it reconnects from the last update that was applied.
 */
export function openUpdateStream(options: UpdateStreamOptions) {
  const { onUpdate, onReset, onTyping, onJourney, onNumbers, onBeat, from, ...rest } = options;
  let known = from;

  const stream = openEventStream({
    ...rest,
    lastEventId: from === undefined ? '' : String(from),
    onEvent({ event, data, id }) {
      const body = parse(data);
      if (!body) return;
      if (event === 'hello') known ??= numberOf(body.to);
      else if (event === 'update') take(body, Number(id));
      else if (event === 'reset') {
        known = Number(id);
        onReset(body, known);
      } else if (event === 'typing') onTyping?.(body);
      else if (event === 'journey') onJourney?.(body);
      else if (event === 'numbers') onNumbers?.();
      else if (event === 'beat') {
        const to = numberOf(body.to);
        if (to > (known ?? to)) missed();
        else onBeat?.(to);
      }
    },
  });

  function take(body: unknown, seq: number) {
    if (!Number.isSafeInteger(seq)) return;
    if (known !== undefined && seq > known + 1) return missed();
    if (known !== undefined && seq <= known) return;
    known = seq;
    onUpdate(body, seq);
  }

  const missed = () => stream.resume(String(known));

  return { close: stream.close, reconnect: stream.reconnect };
}

/** The JSON object in `text`; undefined for anything else. */
function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const numberOf = (value: unknown) => (typeof value === 'number' ? value : 0);
