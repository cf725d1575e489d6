/** At the last moment it was not to be written any more, and nothing was. */
export class NotWritten extends Error {
  override readonly name = 'NotWritten';
}

/**
 * The text of a request that is given out when the connection stands and the next thing is to write: then it is asked once more whether it
 * may go. Between the call of `fetch` and the first byte are milliseconds, in which a machine may stand still for minutes.
 */
export const lastLook = (text: string, mayWrite: () => boolean): ReadableStream<Uint8Array> =>
  new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (!mayWrite()) return controller.error(new NotWritten());
        controller.enqueue(new TextEncoder().encode(text));
        controller.close();
      },
    },
    // Else it would be asked for at once, ahead of the connection.
    { highWaterMark: 0 },
  );
