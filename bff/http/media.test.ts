import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { MediaUploaded } from '../../contract/media.ts';
import { png, text, voiceNote, webp } from '../testing/sample-files.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(document.domain)</script></svg>';
/** What runs in a browser that opens it as what it pretends to be. */
const HOSTILE: [name: string, bytes: Uint8Array<ArrayBuffer>][] = [
  ['page.html', text('<!doctype html><script>alert(1)</script>')],
  ['picture.svg', text(SVG)],
  ['picture.png', text(`<?xml version="1.0"?>${SVG}`)],
  ['photo.jpg', text('<html><body onload=alert(1)>')],
  ['script.js', text('alert(1)')],
  ['paper.pdf', text('%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj')],
  ['style.css', text('@import url(javascript:alert(1))')],
  ['page.xhtml', text('<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>')],
  ['feed.xml', text('<?xml-stylesheet href="javascript:alert(1)"?><x/>')],
  ['message.mht', text('MIME-Version: 1.0\nContent-Type: text/html\n\n<script>alert(1)</script>')],
  ['archive.zip', new Uint8Array([0x50, 0x4b, 3, 4, ...new Uint8Array(60)])],
];

describe('files', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  const upload = (bytes: Uint8Array<ArrayBuffer>, filename: string, merchant = app.a) =>
    app.agent(merchant).file<MediaUploaded>(filename, bytes);
  const open = (path: string, init?: RequestInit) => fetch(app.url + path, init);

  for (const [name, bytes] of HOSTILE) {
    it(`${name} is handed out as a file to save, of no kind, in a sandbox`, async () => {
      const { json } = await upload(bytes, name);
      const answer = await open(json.url);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
      assert.match(answer.headers.get('content-disposition')!, /^attachment; filename="/);
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
      assert.match(answer.headers.get('content-security-policy')!, /sandbox/);
      assert.equal(answer.headers.get('set-cookie'), null);
      assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), bytes);
    });
  }

  it('pictures and sounds are shown in place', async () => {
    for (const [bytes, type] of [
      [png(3, 2), 'image/png'],
      [webp(4, 4), 'image/webp'],
      [voiceNote(), 'audio/ogg; codecs=opus'],
    ] as const) {
      const answer = await open((await upload(bytes, 'x.html')).json.url);
      assert.equal(answer.headers.get('content-type'), type);
      assert.match(answer.headers.get('content-disposition')!, /^inline/);
      await answer.body?.cancel();
    }
  });

  it('a name keeps its letters, and loses its folders and what turns the direction of writing', async () => {
    const { json } = await upload(text('x'), '../../etc/Größe \u202Ecod.exe');
    assert.equal(json.filename, 'Größe cod.exe');
    const disposition = (await open(json.url)).headers.get('content-disposition')!;
    assert.match(disposition, /filename="Gr__e cod.exe"; filename\*=UTF-8''Gr%C3%B6%C3%9Fe%20cod.exe$/);
  });

  it('parts are answered as parts, and what lies beyond the end is said to', async () => {
    const { url } = (await upload(text('0123456789'), 'x.txt')).json;
    for (const [range, status, body] of [
      ['bytes=2-4', 206, '234'],
      ['bytes=7-', 206, '789'],
      ['bytes=-2', 206, '89'],
      ['bytes=0-99', 206, '0123456789'],
      ['bytes=10-', 416, ''],
      ['bytes=5-1', 200, '0123456789'],
      ['lines=1-2', 200, '0123456789'],
    ] as const) {
      const answer = await open(url, { headers: { range } });
      assert.deepEqual([range, answer.status, await answer.text()], [range, status, body]);
    }
  });

  it('a link that was changed in one character opens nothing, nor does one whose time is over', async () => {
    const { url } = (await upload(png(2, 2), 'x.png')).json;
    const at = '/media/'.length;
    for (const place of [at, at + 25, url.length - 1, url.indexOf('.') + 1]) {
      const other = url[place] === 'a' ? 'b' : 'a';
      assert.equal((await open(url.slice(0, place) + other + url.slice(place + 1))).status, 404, `at ${place}`);
    }
    app.clock.advance(29 * 60_000);
    assert.equal((await open(url)).status, 200);
    app.clock.advance(31 * 60_000 + 1);
    assert.equal((await open(url)).status, 404);
  });

  it("another merchant's agent gets no link to it", async () => {
    const { id } = (await upload(png(2, 2), 'x.png')).json;
    assert.equal((await app.agent(app.a).call(`/media/${id}`)).status, 200);
    assert.equal((await app.agent(app.b).call(`/media/${id}`)).status, 404);
  });

  it('nothing is nothing, and two at once are two', async () => {
    assert.equal((await upload(new Uint8Array(0), 'empty.png')).status, 400);
    const both = await Promise.all([upload(png(2, 2), 'a.png'), upload(png(2, 2), 'b.png')]);
    assert.deepEqual(
      both.map(({ status }) => status),
      [201, 201],
    );
    assert.notEqual(both[0].json.id, both[1].json.id);
  });

  it('whoever is not logged in brings nothing', async () => {
    const answer = await open('/admin/v1/media', {
      method: 'POST',
      body: png(2, 2),
      headers: { origin: 'http://127.0.0.1' },
    });
    assert.ok(answer.status === 401 || answer.status === 403);
  });
});
