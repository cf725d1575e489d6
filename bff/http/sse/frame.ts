/** One server-sent event. `id` is the number a reader comes back with. */
export type Frame = {
  event: 'hello' | 'update' | 'reset' | 'beat' | 'typing' | 'journey' | 'numbers';
  data: unknown;
  id?: number;
};

const encoder = new TextEncoder();

/** JSON holds no line break, so one `data` line carries it. */
export function encodeFrame({ event, data, id }: Frame): Uint8Array {
  const name = id === undefined ? '' : `id: ${id}\n`;
  return encoder.encode(`${name}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
