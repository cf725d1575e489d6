import type { Sql, TransactionSql } from 'postgres';

/** Longer lists of parameters come from lists of values, whose texts are too many to keep. */
const MOST_PARAMETERS = 40;

type Unsafe = TransactionSql['unsafe'];

/**
 * The same client, whose statements are planned once per connection instead of each time, in one round trip instead of two. Drizzle
 * asks for neither: it hands every statement over as text of which nothing is known.
 */
export const prepared = <T extends Sql | TransactionSql>(client: T): T =>
  new Proxy(client, {
    get(target, name) {
      if (name === 'unsafe') {
        const unsafe: Unsafe = (text, parameters = [], options = {}) =>
          target.unsafe(text, parameters, {
            ...options,
            prepare: parameters.length > 0 && parameters.length <= MOST_PARAMETERS,
          });
        return unsafe;
      }
      if (name === 'begin' || name === 'savepoint') {
        const transaction = Reflect.get(target, name) as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => {
          const work = args.pop() as (tx: TransactionSql) => unknown;
          return transaction(...args, (tx: TransactionSql) => work(prepared(tx)));
        };
      }
      return Reflect.get(target, name);
    },
  });
