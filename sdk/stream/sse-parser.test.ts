import { expect } from '@open-wc/testing';
import { describe, it } from '../testing/mocha.ts';
import { createSseParser, type StreamEvent } from './sse-parser.ts';

const encode = (text: string) => new TextEncoder().encode(text);

function parse(...chunks: (string | Uint8Array)[]) {
  const events: StreamEvent[] = [];
  const retries: number[] = [];
  const feed = createSseParser(
    event => events.push(event),
    ms => retries.push(ms),
  );
  for (const chunk of chunks) feed(typeof chunk === 'string' ? encode(chunk) : chunk);
  return { events, retries, data: events.map(event => event.data) };
}

// After the eventsource tests of web-platform-tests.
const cases: [name: string, stream: string, data: string[]][] = [
  ['joins data lines with a line feed', 'data:msg\ndata:msg\n\n', ['msg\nmsg']],
  ['drops one space after the colon, not two', 'data:  x\n\n', [' x']],
  ['keeps a tab after the colon', 'data:\tx\n\n', ['\tx']],
  ['drops a byte order mark at the start', '\uFEFFdata:1\n\n', ['1']],
  ['drops only the first of two byte order marks', '\uFEFF\uFEFFdata:1\n\ndata:2\n\n', ['2']],
  ['takes CR, LF and CR LF for line ends', 'data:1\rdata:2\ndata:3\r\n\r\n', ['1\n2\n3']],
  ['ignores comments', ':\ndata:1\n:x\0\n:data:no\ndata:2\n\n', ['1\n2']],
  ['ignores fields it does not know, whatever their case', 'DATA:no\ndatax:no\ndata :no\ndata:yes\n\n', ['yes']],
  ['takes a field without colon for one with an empty value', 'data\n\ndata\ndata\n\ndata:x\n\n', ['', '\n', 'x']],
  ['sends nothing for an event without data', 'event:x\n\ndata:y\n\n', ['y']],
  ['does not send what the end cuts off', 'data:whole\n\ndata:cut', ['whole']],
  ['keeps NUL in data', 'data:\0\n\n', ['\0']],
  ['does not take U+2028 for a line end', 'data:a\u2028b\n\n', ['a\u2028b']],
];

describe('createSseParser', () => {
  for (const [name, stream, data] of cases) it(name, () => expect(parse(stream).data).to.deep.equal(data));

  for (const [name, stream, data] of cases) {
    it(`${name}, fed byte by byte`, () => {
      const bytes = encode(stream);
      expect(parse(...Array.from(bytes, (_, i) => bytes.subarray(i, i + 1))).data).to.deep.equal(data);
    });
  }

  it('keeps characters whose bytes are cut apart', () => {
    const bytes = encode('data:ок 🪑\n\n');
    for (let cut = 1; cut < bytes.length; cut++) {
      expect(parse(bytes.subarray(0, cut), bytes.subarray(cut)).data).to.deep.equal(['ок 🪑']);
    }
  });

  it('takes CR and LF in two chunks for one line end, and a further LF for another', () => {
    expect(parse('data:1\r', '\ndata:2\r', '\n', '\n').data).to.deep.equal(['1\n2']);
  });

  it('names an event once, then falls back to message', () => {
    const { events } = parse('event:beat\ndata:1\n\ndata:2\n\n');
    expect(events.map(event => event.event)).to.deep.equal(['beat', 'message']);
  });

  it('keeps the last id for later events, lets it be emptied and ignores one with NUL', () => {
    const { events } = parse('id:7\ndata:1\n\ndata:2\n\nid:8\0\ndata:3\n\nid\ndata:4\n\n');
    expect(events.map(event => event.id)).to.deep.equal(['7', '7', '7', '']);
  });

  it('tells retry only when it is all digits', () => {
    expect(parse('retry:300\nretry:3e2\nretry:-1\nretry: \nretry:5x\ndata:1\n\n').retries).to.deep.equal([300]);
  });
});
