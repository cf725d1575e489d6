import type { ConsentWords } from '../../contract/consent.ts';
import { type Db, withMerchant } from '../db/merchant-tx.ts';
import { findMerchant } from '../db/merchants.ts';
import { optAnswers } from '../domain/opt-answers.ts';
import { KNOWN_WORDS } from '../domain/opt-words.ts';

const LANGUAGES = [...new Set(Object.values(KNOWN_WORDS).flatMap(words => [...words.keys()]))];

/** The words that everybody's customers may write, and what they are answered with this merchant's name. */
export async function readConsentWords(db: Db, merchantId: string): Promise<ConsentWords> {
  const merchant = await withMerchant(db, merchantId, findMerchant);
  const of = (words: ReadonlyMap<string, readonly string[]>, language: string) => [...(words.get(language) ?? [])];
  return {
    languages: LANGUAGES.map(language => ({
      language,
      stop: of(KNOWN_WORDS.stop, language),
      stopOffers: of(KNOWN_WORDS.stopOffers, language),
      stopAfterOffer: of(KNOWN_WORDS.stopAfterOffer, language),
      start: of(KNOWN_WORDS.start, language),
      answers: optAnswers(language, merchant?.name ?? ''),
    })),
  };
}
