import { expect } from '@open-wc/testing';
import type { Message } from '../../contract/message.ts';
import { describe, it } from '../testing/mocha.ts';
import { id, message } from '../testing/samples.ts';
import { rowPreview } from './preview.ts';

const about = { catalogId: '1', productId: 'OAK' };

describe('a message as a row of the inbox tells it', () => {
  const cases: [content: Message['content'], told: string][] = [
    [{ kind: 'text', text: 'Still there?' }, 'Still there?'],
    [{ kind: 'text', text: 'Still there?', about }, 'Still there? (product OAK)'],
    [{ kind: 'attachment', type: 'image', mediaId: null, state: 'fetching', about }, 'Photo (product OAK)'],
    [{ kind: 'product', ...about }, 'Product OAK'],
  ];
  for (const [content, told] of cases) {
    it(`says "${told}"`, () => expect(rowPreview(message(1, { content }), id(9))).to.equal(told));
  }
});
