import { expect } from '@open-wc/testing';
import { serverNow } from '../contexts/server-time.ts';
import { describe, it } from '../testing/mocha.ts';
import { localWords, shortly } from './local-words.ts';

const utc = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

describe('a moment within a sentence of the server', () => {
  it('is read by the clock of whoever reads it', () => {
    const at = '2026-03-10T13:00:00Z';
    expect(localWords(`Sent on ${utc(at)}.`)).to.equal(`Sent on ${shortly(at)}.`);
    expect(shortly(at)).to.contain('11 March').and.to.contain('02:45');
  });

  it('is on a date, but today without that word', () => {
    const at = new Date(serverNow()).toISOString();
    expect(localWords(`It happened on ${utc(at)}, too late.`)).to.equal(`It happened ${shortly(at)}, too late.`);
    expect(shortly(at)).to.match(/^today/);
  });
});
