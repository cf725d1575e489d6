/**
 * What a sender does about an error of Meta's.
 * RB: try again, with growing pauses. RL: try again much later. NO: never try this message again. FIX: our request is wrong.
 * TPL: use or mend a template. SUP: do not send marketing to this customer. STOPNUM: stop the whole number, tell the merchant.
 * AUTH: stop until the merchant connects again; the messages wait.
 */
export type ErrorClass = 'RB' | 'RL' | 'NO' | 'FIX' | 'TPL' | 'SUP' | 'STOPNUM' | 'AUTH';
