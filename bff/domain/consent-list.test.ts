import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_LINES, readConsentList } from './consent-list.ts';

const NOW = new Date('2026-03-10T12:00:00Z');
const HEAD = 'phone,topic,action,wording,at,note';
const GOOD = '+49 151 2,marketing,opt-in,Offers,2026-01-05,';

const problems = (csv: string) => {
  const list = readConsentList(csv, NOW);
  return 'problem' in list
    ? [list.problem.what]
    : list.lines.flatMap(line => ('problem' in line ? `${line.line}: ${line.problem.what}` : []));
};

describe('a list of consents', () => {
  it('is read with its columns in any order, a note or none, whatever the case of what has one meaning', () => {
    const list = readConsentList('at;Action;TOPIC;phone;wording\n2026-01-05;Opt-In;Marketing;+49 151 2;Offers', NOW);
    assert.ok('lines' in list);
    const at = new Date('2026-01-05T00:00:00Z');
    const consent = { phone: '+49 151 2', topic: 'marketing', action: 'opt-in', wording: 'Offers', at, note: '' };
    assert.deepEqual(list.lines, [{ line: 2, consent }]);
  });

  it('is none without its columns, in another encoding, or when it is too long', () => {
    assert.deepEqual(problems('phone,topic\n1,2'), ['The first line names no column action, wording, at.']);
    assert.match(problems(`${HEAD}\n+49 1,marketing,opt-in,Angebote f\ufffdr Sie,2026-01-05,`)[0]!, /not UTF-8/);
    assert.match(
      problems(`${HEAD}\n${`${GOOD}\n`.repeat(MAX_LINES + 1)}`)[0]!,
      /at most 5000 lines, and this one has 5001/,
    );
    assert.deepEqual(problems(`${HEAD}\n${`${GOOD}\n`.repeat(MAX_LINES)}`), []);
  });

  const lines: [line: string, what: string][] = [
    ['+49 1,sms,opt-in,Offers,2026-01-05,', 'The topic is “sms”.'],
    ['+49 1,,opt-in,Offers,2026-01-05,', 'The topic is missing.'],
    ['+49 1,marketing,yes,Offers,2026-01-05,', 'The action is “yes”.'],
    ['+49 1,marketing,opt-in,,2026-01-05,', 'The wording is missing.'],
    [`+49 1,marketing,opt-in,${'x'.repeat(2001)},2026-01-05,`, 'The wording has 2001 characters.'],
    [`+49 1,marketing,opt-in,Offers,2026-01-05,${'x'.repeat(501)}`, 'The note has 501 characters.'],
    ['+49 1,marketing,opt-in,Offers,05.01.2026,', 'The day is “05.01.2026”.'],
    ['+49 1,marketing,opt-in,Offers,2026-02-30,', 'The day is “2026-02-30”.'],
    ['+49 1,marketing,opt-in,Offers,2026-03-10T12:00:01Z,', '2026-03-10T12:00:01Z has not come yet.'],
    ['+49 1,marketing,opt-in,Yes, please,2026-01-05,,at the fair', 'It has more columns than the first line names.'],
  ];
  for (const [line, what] of lines) {
    it(`says of ${line.slice(0, 60)}: ${what}`, () =>
      assert.deepEqual(problems(`${HEAD}\n${GOOD}\n${line}`), [`3: ${what}`]));
  }
});
