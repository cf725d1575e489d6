import { expect } from '@open-wc/testing';
import { afterEach, describe, it } from '../testing/mocha.ts';
import { createDraft } from './draft.ts';

const NAME = 'woodex:test:draft';
const open = (mayStore: boolean) => createDraft(NAME, sessionStorage, () => mayStore);

describe('the draft', () => {
  afterEach(() => sessionStorage.clear());

  it('is not stored before the first act', () => {
    const draft = open(false);
    draft.write('hel');
    expect([draft.read(), sessionStorage.length]).to.deep.equal(['hel', 0]);
  });

  it('outlives a reload after it, and is gone once it is sent', () => {
    open(true).write('hel');
    const draft = open(true);
    expect(draft.read()).to.equal('hel');
    draft.write('');
    expect([open(true).read(), sessionStorage.length]).to.deep.equal(['', 0]);
  });

  it('does without storage', () => {
    const draft = createDraft(NAME, undefined, () => true);
    draft.write('x');
    expect(draft.read()).to.equal('x');
  });
});
