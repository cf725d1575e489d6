import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Template, TemplateDraft } from '../../contract/template.ts';
import type { TemplateExample } from '../../contract/template-example.ts';
import { mp4, pdf, png, text, webp } from '../testing/sample-files.ts';
import { startWhatsAppWorld, type WhatsAppWorld } from '../testing/whatsapp-world.ts';

const MB = 1024 * 1024;

describe("the example of a template's header", () => {
  let world: WhatsAppWorld;
  let names = 0;
  before(async () => {
    world = await startWhatsAppWorld();
  });
  after(() => world.stop());

  type Answer = TemplateExample & { detail?: string };
  const upload = async (kind: string, body: Uint8Array<ArrayBuffer>, by = world.agent) => {
    const path = `/templates/examples?kind=${kind}&filename=${encodeURIComponent('Sofa Größe.bin')}`;
    const headers = { 'content-type': 'application/octet-stream' };
    return by.call<Answer>(path, { method: 'POST', headers, body });
  };
  const create = (kind: 'image' | 'video' | 'document', sample: string) => {
    names += 1;
    const draft: TemplateDraft = {
      ...{ name: `sofa_${names}`, language: 'en', category: 'MARKETING', footer: null, buttons: [] },
      header: { kind, sample },
      body: { text: 'The new sofa is here.', samples: {} },
    };
    return world.agent.call<Template & { errors?: { path: string }[] }>('/templates', { body: { draft } });
  };
  const padded = (bytes: Uint8Array<ArrayBuffer>, size: number) => {
    const large = new Uint8Array(size);
    large.set(bytes);
    return large;
  };

  for (const [kind, bytes] of [
    ['image', png(8, 6)],
    ['video', mp4()],
    ['document', pdf()],
  ] as const) {
    it(`goes to Meta, and a template with its ${kind} is submitted with it`, async () => {
      const uploaded = await upload(kind, bytes);
      assert.equal(uploaded.status, 201, uploaded.text);
      assert.equal(uploaded.json.size, bytes.length);
      const made = await create(kind, uploaded.json.handle);
      assert.equal(made.status, 201, made.text);
      assert.equal(made.json.status, 'PENDING');
    });
  }

  it('is seen at Meta as it was uploaded, and has to be uploaded anew for another submission', async () => {
    const bytes = png(5, 5);
    const { handle } = (await upload('image', bytes)).json;
    const { id } = (await create('image', handle)).json;
    await world.agent.call('/templates/sync', { method: 'POST' });
    const { draft } = (await world.agent.call<Template>(`/templates/${id}`)).json;
    const { sample } = draft!.header as { sample: string };
    assert.deepEqual(new Uint8Array(await (await fetch(sample)).arrayBuffer()), bytes);
    const again = await world.agent.call<{ problems: { field: string; mend: string }[] }>('/templates/check', {
      body: { draft },
    });
    assert.deepEqual(
      again.json.problems.map(({ field, mend }) => [field, mend]),
      [['header.sample', 'Upload it again.']],
    );
  });

  it('may be as large as what is sent in its place, and not a byte larger', async () => {
    assert.equal((await upload('image', padded(png(2, 2), 5 * MB))).status, 201);
    const refused = await upload('image', padded(png(2, 2), 5 * MB + 1));
    assert.equal(refused.status, 413);
    assert.match(refused.json.detail!, /an image may have 5 MB at most/);
  });

  it('is of a type that Meta takes, whatever it calls itself', async () => {
    for (const [kind, bytes, words] of [
      ['image', webp(4, 4), /Meta takes JPEG or PNG; this is image\/webp/],
      ['video', png(4, 4), /Meta takes MP4; this is image\/png/],
      ['document', text('words'), /Meta takes PDF/],
      ['image', new Uint8Array(0), /The file is empty/],
    ] as const) {
      const refused = await upload(kind, bytes);
      assert.equal(refused.status, 400, refused.text);
      assert.match(refused.json.detail!, words);
    }
  });

  it('is told in Meta’s words where Meta does not take it', async () => {
    await world.faults({ errors: [] });
    await world.drive('PUT', '/faults', { pairRate: false, loseRequests: 1 });
    const lost = await upload('image', png(3, 3));
    await world.faults();
    assert.equal(lost.status, 503, lost.text);
  });

  it('is for the owner of a merchant who has connected WhatsApp', async () => {
    const other = await upload('image', png(3, 3), world.app.agent(world.app.b));
    assert.equal(other.status, 409, other.text);
  });
});
