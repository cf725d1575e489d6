import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Mailbox } from './mailbox.ts';

it('tells when a message was first seen, not when again', async () => {
  const mailbox = new Mailbox();
  const seen = mailbox.expect('a');
  mailbox.seen('b', 1);
  mailbox.seen('a', 2);
  mailbox.seen('a', 3);
  assert.equal(await seen, 2);
});

it('gives up on a message that never comes', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const seen = new Mailbox().expect('a', 100);
  t.mock.timers.tick(100);
  await assert.rejects(seen, /a was not seen within 100 ms/);
});
