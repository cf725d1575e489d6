import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { makeLog } from './log.ts';

describe('the log, of an error of the database,', () => {
  let test: TestDatabase;
  before(async () => {
    test = await testDatabase();
    await test.ownerSql`create table told (name text primary key check (name <> 'Mia "M" Mustermann'))`;
    await test.ownerSql`insert into told values ('Ada Ash')`;
  });
  after(() => test.drop());

  async function logged(statement: string): Promise<{ line: string; err: Record<string, string> }> {
    const lines: string[] = [];
    const log = makeLog('debug', { write: line => void lines.push(line) });
    const error = await test.ownerSql.unsafe(statement).then(
      () => assert.fail('it was to fail'),
      (error: unknown) => error,
    );
    log.error({ err: error }, 'job failed');
    return { line: lines.join(''), err: (JSON.parse(lines[0]!) as { err: Record<string, string> }).err };
  }

  const statements: [what: string, statement: string, code: string][] = [
    ['a row that breaks a rule', `insert into told values ('Mia "M" Mustermann')`, '23514'],
    ['a key that is there', `insert into told values ('Ada Ash')`, '23505'],
    ['text that is no JSON', `select '{"text": "call Mia "M" Mustermann'::json`, '22P02'],
    ['text that is no id', `select 'Ada Ash'::uuid`, '22P02'],
    ['text that is no time', `select 'Ada Ash'::timestamptz`, '22007'],
  ];
  for (const [what, statement, code] of statements) {
    it(`names its kind and no word of ${what}`, async () => {
      const { line, err } = await logged(statement);
      assert.doesNotMatch(line, /Mia|Mustermann|Ada|Ash/);
      assert.equal(err.code, code);
      assert.match(err.stack!, /^PostgresError: /);
      assert.match(err.message!, code.startsWith('22') ? /^invalid input syntax/ : /told/);
    });
  }

  it('says of any other error what it says itself', () => {
    const lines: string[] = [];
    makeLog('debug', { write: line => void lines.push(line) }).error({ err: new TypeError('x: "y"') }, 'job failed');
    const { err } = JSON.parse(lines[0]!) as { err: { type: string; message: string } };
    assert.deepEqual([err.type, err.message], ['TypeError', 'x: "y"']);
  });
});
