/** When (`performance.now()`) each message was first seen on a screen, by the id its sender gave it. */
export class Mailbox {
  readonly #waiting = new Map<string, (at: number) => void>();

  /** Resolves when the message is seen. @throws Error after `withinMs` */
  expect(clientId: string, withinMs = 15_000): Promise<number> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting.delete(clientId);
        reject(new Error(`message ${clientId} was not seen within ${withinMs} ms`));
      }, withinMs);
      this.#waiting.set(clientId, at => {
        clearTimeout(late);
        resolve(at);
      });
    });
  }

  seen(clientId: string, at: number): void {
    this.#waiting.get(clientId)?.(at);
    this.#waiting.delete(clientId);
  }
}
