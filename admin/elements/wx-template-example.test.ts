import { expect, fixture, html } from '@open-wc/testing';
import type { TemplateDraft } from '../../contract/template.ts';
import { FakeServer, problem } from '../testing/fake-server.ts';
import { FakeTemplates } from '../testing/fake-templates.ts';
import { afterEach, beforeEach, describe, it } from '../testing/mocha.ts';
import { inside, see, text, until } from '../testing/screen.ts';
import type { WxApp } from './wx-app.ts';
import './wx-app.ts';

const MB = 1024 * 1024;

describe("the example of a template's header", () => {
  let server: FakeServer;
  let shop: FakeTemplates;
  const address = location.href;

  const header = async (kind: string) => {
    const choice = inside<HTMLSelectElement>('wx-template-draft', '#header')!;
    choice.value = kind;
    choice.dispatchEvent(new Event('change'));
    await see('wx-template-example', 'at most');
  };
  const choose = (name: string, type: string, size = 3) => {
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(size)], name, { type }));
    const input = inside<HTMLInputElement>('wx-template-example', 'input')!;
    input.files = files.files;
    input.dispatchEvent(new Event('change'));
  };
  /** The draft as the server was last asked about it. */
  const draft = () => (server.to('POST', /check$/).at(-1)!.body as { draft: TemplateDraft }).draft;

  beforeEach(async () => {
    server = new FakeServer();
    shop = new FakeTemplates(server);
    history.replaceState(null, '', '/admin/templates/new');
    await fixture<WxApp>(html`<wx-app .fetch=${server.fetch}></wx-app>`);
    await see('wx-template-page', 'New template');
  });
  afterEach(() => history.replaceState(null, '', address));

  it('goes to Meta when it is chosen, and its handle is the draft’s', async () => {
    await header('image');
    choose('sofa.png', 'image/png');
    await see('wx-template-example', 'Meta has it');
    expect(text('wx-template-example')).to.contain('sofa.png').and.to.contain('Choose another image');
    await until(
      () => draft().header?.kind === 'image' && (draft().header as { sample: string }).sample === '4:example',
    );
    expect(server.to('POST', /examples/)).to.have.length(1);
    await expect(inside('wx-template-draft', 'wx-template-example')!).to.be.accessible();
  });

  for (const [what, kind, name, type, size, words] of [
    ['a type that Meta does not take', 'image', 'sofa.webp', 'image/webp', 3, '“sofa.webp” is no JPEG or PNG file.'],
    [
      'a picture beyond 5 MB',
      'image',
      'sofa.png',
      'image/png',
      5 * MB + 1,
      '“sofa.png” is too large: 5 MB are the most.',
    ],
    ['an empty file', 'document', 'list.pdf', 'application/pdf', 0, '“list.pdf” is empty.'],
  ] as const) {
    it(`is not uploaded if it is ${what}, and it is said why`, async () => {
      await header(kind);
      choose(name, type, size);
      await see('wx-template-example', words);
      expect(server.to('POST', /examples/)).to.have.length(0);
    });
  }

  it('leaves the draft without one when the server refuses it, in the server’s words', async () => {
    const usual = server.answer;
    server.answer = request =>
      request.path === 'templates/examples' ? problem(400, 'invalid-request', 'This is a PDF.') : usual?.(request);
    await header('video');
    choose('sofa.mp4', 'video/mp4');
    await see('wx-template-example', 'This is a PDF.');
    expect(shop.templates).to.have.length(2);
    await until(() => draft().header?.kind === 'video');
    expect(draft().header).to.deep.equal({ kind: 'video', sample: '' });
  });

  it('is forgotten with the kind of header that it was for', async () => {
    await header('image');
    choose('sofa.png', 'image/png');
    await see('wx-template-example', 'Meta has it');
    await header('document');
    await until(() => text('wx-template-example').includes('Choose an example document'));
    await until(() => draft().header?.kind === 'document' && (draft().header as { sample: string }).sample === '');
  });
});
