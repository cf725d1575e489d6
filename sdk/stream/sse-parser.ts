/** One event of an event stream. `id` is the last id seen up to and with this event, '' when there was none. */
export type StreamEvent = { event: string; data: string; id: string };

/**
 * Parses text/event-stream as the HTML standard says, from chunks cut anywhere.
 * `onRetry` gets the milliseconds of a `retry:` field. An event that the stream's end cuts off is dropped.
 */
export function createSseParser(onEvent: (event: StreamEvent) => void, onRetry?: (milliseconds: number) => void) {
  // The decoder drops a leading byte order mark and keeps the bytes of a character that is cut in two.
  const decoder = new TextDecoder();
  let rest = '';
  let endedOnCr = false;
  let data: string[] = [];
  let type = '';
  let id = '';

  function dispatch() {
    if (data.length) onEvent({ event: type || 'message', data: data.join('\n'), id });
    data = [];
    type = '';
  }

  function readLine(line: string) {
    if (line === '') return dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') data.push(value);
    else if (field === 'event') type = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) onRetry?.(Number(value));
  }

  return (chunk: Uint8Array) => {
    let text = decoder.decode(chunk, { stream: true });
    if (!text) return;
    // A CR LF cut between two chunks is one line end, not two.
    if (endedOnCr && text[0] === '\n') text = text.slice(1);
    endedOnCr = text.endsWith('\r');
    const lines = (rest + text).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    for (const line of lines) readLine(line);
  };
}
