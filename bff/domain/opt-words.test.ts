import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fold, type OwnWords, optPayloadOf, optWordOf } from './opt-words.ts';

const NONE: OwnWords = { stop: [], start: [] };
const meaning = (text: string, own = NONE) => {
  const word = optWordOf(text, own);
  return word && `${word.action} ${word.topic}${word.isAmbiguous ? ' perhaps' : ''}`;
};
const STOP = 'opt-out all';

describe('a word that ends or gives consent', () => {
  const stops = [
    ...[
      'stop',
      'STOP',
      ' Stop ',
      'Stop.',
      'stop!!!',
      '“STOP”',
      'stop 🛑',
      '🙏 Stop 🙏',
      'STOP\n',
      '\u200fSTOP\u200e',
      'ＳＴＯＰ',
      '𝗦𝗧𝗢𝗣',
    ],
    ...['Unsubscribe', 'opt-out', 'opt out', 'OptOut', 'STOPALL', 'quit', 'Please stop'],
    ...['Abmelden', 'STOPP', 'BAJA', 'Darme de baja', 'No más mensajes', 'no mas mensajes', 'PARAR', 'SAIR', 'pare'],
    ...['ARRÊT', 'arret', 'Arrêter', 'désabonner', 'DISISCRIVI', 'afmelden', 'wypisz', 'Rezygnuję', 'rezygnuje'],
    ...['DUR', 'abonelikten çık', 'ÇIK', 'إيقاف', 'ايقاف', 'СТОП', 'Отписаться', 'відписатися', '退订', '停止'],
  ];
  for (const text of stops) it(`is “${text}”`, () => assert.equal(meaning(text), STOP));

  const sentences = [
    ...[
      'please do not stop',
      'Stop by the shop tomorrow?',
      'can I stop the order',
      'stop it now please',
      'Where is the bus stop?',
    ],
    ...[
      'non-stop',
      'stopper',
      'Ich möchte mich nicht abmelden',
      'Parar em casa',
      '',
      '🛑',
      '...',
      'x'.repeat(5000),
      `stop ${'!'.repeat(200)}`,
    ],
  ];
  for (const text of sentences) it(`is not “${text.slice(0, 40)}”`, () => assert.equal(meaning(text), null));

  it('is in no language’s where people of several write it', () => {
    for (const text of ['parar', 'basta', 'stopp']) assert.equal(optWordOf(text, NONE)?.language, null, text);
  });

  it('ends offers alone where it says so', () => {
    for (const text of ['Stop promotions', 'keine Werbung!', 'No más ofertas']) {
      assert.equal(meaning(text), 'opt-out marketing');
    }
  });

  it('may be about an order, too', () => {
    for (const text of ['cancel', 'END', 'Ende', 'cancelar', 'İPTAL', 'iptal', 'отмена']) {
      assert.equal(meaning(text), 'opt-out all perhaps');
    }
  });

  it('takes a STOP back', () => {
    for (const text of ['START', 'Unstop', 'anmelden', 'Alta', 'démarrer', 'Başla', 'BAŞLA', 'Старт', 'ابدأ']) {
      assert.equal(meaning(text), 'opt-in all');
    }
    assert.equal(meaning('yes'), null);
  });

  it("is one of the merchant's own", () => {
    const own = { stop: ['Genug jetzt'], start: ['Wieder dabei', 'cancel'] };
    assert.equal(meaning('genug jetzt!', own), STOP);
    assert.equal(meaning('WIEDER DABEI', own), 'opt-in all');
    assert.equal(meaning('genug'), null);
  });

  it('tells its language where only one has it', () => {
    assert.equal(optWordOf('Abmelden', NONE)?.language, 'de');
    assert.equal(optWordOf('stop', NONE)?.language, null);
    assert.equal(optWordOf('cancelar', NONE)?.language, null, 'Spanish and Portuguese');
  });

  it('is what the payload of a button says, whatever its label', () => {
    assert.deepEqual(optPayloadOf('woodex:stop')?.topic, 'all');
    assert.deepEqual(optPayloadOf(' Woodex:Stop-Offers ')?.topic, 'marketing');
    assert.equal(optPayloadOf('woodex:start')?.action, 'opt-in');
    for (const other of [undefined, '', 'stop', 'woodex:stops', '__proto__', 'constructor']) {
      assert.equal(optPayloadOf(other), null);
    }
  });

  it('is compared without case, accents and what stands around it', () => {
    assert.equal(fold('  «Désabonner»!! 🙃 '), 'desabonner');
    assert.equal(fold('KAPATILSIN ı İ'), 'kapatilsin i i');
  });
});
