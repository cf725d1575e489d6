import type { Sql, TransactionSql } from 'postgres';
import { whileConnected } from './lost-connection.ts';
import { wholeResult } from './whole-result.ts';

/** Longer lists of parameters come from lists of values, whose texts are too many to keep. */
const MOST_PARAMETERS = 40;

type Unsafe = TransactionSql['unsafe'];
type Work = (tx: TransactionSql) => Promise<unknown>;
type Begin = (...args: [...options: string[], work: Work]) => Promise<unknown>;

/**
 * The same client, whose statements are planned once per connection instead of each time, in one round trip instead of two. Drizzle
 * asks for neither: it hands every statement over as text of which nothing is known. What it answers is {@link wholeResult}.
 */
export const prepared = <T extends Sql | TransactionSql>(client: T): T =>
  new Proxy(client, {
    get(target, name) {
      if (name === 'unsafe') {
        const unsafe: Unsafe = (text, parameters = [], options = {}) => {
          const prepare = parameters.length > 0 && parameters.length <= MOST_PARAMETERS;
          return answeredWhole(target.unsafe(text, parameters, { ...options, prepare }));
        };
        return unsafe;
      }
      if (name === 'begin') {
        const begin = Reflect.get(target, name) as Begin;
        return (...args: [...options: string[], work: Work]) => {
          const work = args.pop() as Work;
          return whileConnected(
            inner => begin(...(args as string[]), inner),
            tx => work(prepared(tx)),
          );
        };
      }
      if (name === 'savepoint') {
        const savepoint = Reflect.get(target, name) as Begin;
        return (work: Work) => savepoint(tx => work(prepared(tx)));
      }
      return Reflect.get(target, name);
    },
  });

/** A statement waits to be asked for, and is answered by its `resolve`. */
function answeredWhole<T>(query: T): T {
  const pending = query as { resolve(told: unknown): void };
  const { resolve } = pending;
  pending.resolve = told => resolve(wholeResult(told));
  return query;
}
