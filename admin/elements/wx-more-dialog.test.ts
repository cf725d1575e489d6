import { ContextProvider } from '@lit/context';
import { expect, fixture, html } from '@open-wc/testing';
import type { MediaUploaded } from '../../contract/media.ts';
import type { ApiClient } from '../api/client.ts';
import { apiContext } from '../contexts/contexts.ts';
import type { Said } from '../state/outgoing.ts';
import { describe, it } from '../testing/mocha.ts';
import { until } from '../testing/screen.ts';
import type { WxFileTray } from './wx-file-tray.ts';
import type { MoreSubmitEvent, WxMoreDialog } from './wx-more-dialog.ts';
import './wx-more-dialog.ts';

const uploaded = (changes: Partial<MediaUploaded> = {}): MediaUploaded => ({
  ...{ id: '01900000-0000-7000-8000-000000000001', type: 'image', mimeType: 'image/png', size: 3 },
  ...{ filename: 'sofa.png', width: 4, height: 3, url: '/media/x' },
  ...changes,
});

/** The dialog, open, with a server whose answer to an upload is this. */
async function open(answer: () => Promise<MediaUploaded> = async () => uploaded()) {
  const outside = await fixture<HTMLElement>(html`<div></div>`);
  new ContextProvider(outside, { context: apiContext, initialValue: answer as unknown as ApiClient });
  const dialog = document.createElement('wx-more-dialog') as WxMoreDialog;
  outside.append(dialog);
  await dialog.updateComplete;
  dialog.open();
  const root = dialog.shadowRoot!;
  const said: Said[] = [];
  dialog.addEventListener('more-submit', event => said.push((event as MoreSubmitEvent).said));
  const set = (name: string, value: string) => {
    root.querySelector<HTMLInputElement>(`[name=${name}]`)!.value = value;
  };
  const choose = async (name: string) => {
    const files = new DataTransfer();
    files.items.add(new File(['abc'], name, { type: 'image/png' }));
    const input = root.querySelector<HTMLInputElement>('input[type=file]')!;
    input.files = files.files;
    input.dispatchEvent(new Event('change'));
    await dialog.updateComplete;
  };
  const send = async () => {
    root.querySelector('form')!.requestSubmit();
    await dialog.updateComplete;
  };
  const tray = () => root.querySelector('wx-file-tray')!.shadowRoot!.textContent ?? '';
  const problem = () => root.querySelector('.problem')?.textContent ?? null;
  set('text', 'This one?');
  set('answers', 'Yes\nNo');
  return { root, said, set, choose, send, tray, problem };
}

describe('<wx-more-dialog>', () => {
  it('sends a question with the file that was chosen last above it, and shows it at once', async () => {
    const { said, choose, send, tray, root } = await open();
    await choose('first.png');
    await choose('sofa.png');
    await until(() => tray().includes('3 B') || !tray().includes('Uploading'));
    expect(tray()).to.contain('sofa.png').and.not.to.contain('first.png');
    await send();
    const buttons = [
      { id: 'answer-1', title: 'Yes' },
      { id: 'answer-2', title: 'No' },
    ];
    const question = { kind: 'buttons', text: 'This one?', buttons };
    expect(said[0]!.content).to.deep.equal({ ...question, media: { mediaId: uploaded().id } });
    expect(said[0]!.content && 'shown' in said[0]! && said[0]!.shown).to.deep.include(question);
    expect(said[0]!.content && (said[0] as { shown: { media: object } }).shown.media).to.include({ url: '/media/x' });
    expect(root.querySelector<WxFileTray>('wx-file-tray')!.isEmpty).to.equal(true);
  });

  it('waits for the file, and sends nothing with a heading and a file', async () => {
    let arrive = (_: MediaUploaded) => {};
    const { said, set, choose, send, tray, problem } = await open(
      () =>
        new Promise(resolve => {
          arrive = resolve;
        }),
    );
    await choose('sofa.png');
    await send();
    expect(problem()).to.contain('not here yet');
    arrive(uploaded());
    await until(() => !tray().includes('Uploading'));
    set('header', 'Sofas');
    await send();
    expect(problem()).to.contain('not both');
    set('header', '');
    await send();
    expect([problem(), said.length]).to.deep.equal([null, 1]);
  });

  it('sends a list of products, each line a section', async () => {
    const { root, said, set, send, problem } = await open();
    root.querySelectorAll<HTMLInputElement>('input[name=kind]')[5]!.click();
    await until(() => root.querySelector('[name=products]') !== null);
    set('catalogId', '4');
    set('header', 'For you');
    set('text', 'They fit.');
    set('products', 'Sofas: S-1, S-2\nChairs:');
    await send();
    expect(problem()).to.contain('Each line needs a product');
    set('products', 'Sofas: S-1, S-2\nChairs: C-1');
    await send();
    const sections = [
      { title: 'Sofas', productIds: ['S-1', 'S-2'] },
      { title: 'Chairs', productIds: ['C-1'] },
    ];
    const list = { kind: 'product-list', catalogId: '4', header: 'For you', text: 'They fit.', sections };
    expect(said[0]!.content).to.deep.equal(list);
  });

  it('takes no sound', async () => {
    const { said, choose, send, tray, problem } = await open(async () => uploaded({ type: 'audio' }));
    await choose('song.mp3');
    await until(() => !tray().includes('Uploading'));
    await send();
    expect(problem()).to.contain('a picture, a video or a document');
    expect(said).to.deep.equal([]);
  });

  it('is accessible', async () => {
    const { root, choose } = await open();
    await choose('sofa.png');
    await expect(root.host).to.be.accessible();
  });
});
