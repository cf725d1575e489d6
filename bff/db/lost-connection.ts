import type { TransactionSql } from 'postgres';

type Begin<T> = (work: (tx: TransactionSql) => Promise<T>) => Promise<T>;

/** `isLost`: the transaction's connection has gone, and the transaction with it. */
type Line = { isLost: boolean };

/** So often a transaction is begun whose connection answers with the end of the one before it. */
const MOST_BEGINS = 3;

/**
 * A transaction of which nothing more is written once its connection has gone. postgres.js writes on: the next statement, or its own
 * rollback, meets no socket and ends the process, or meets the connection that took its place (porsager/postgres#1208).
 * Whoever waits for the transaction gets the error of the lost connection.
 *
 * Where the server ended a connection in the middle of a statement, postgres.js tells that error once more: to the first statement of the
 * connection that takes its place, which is not even written. Nothing was done, so it is begun anew.
 */
export async function whileConnected<T>(begin: Begin<T>, work: (tx: TransactionSql) => Promise<T>): Promise<T> {
  for (let begins = 1; ; begins++) {
    const line: Line = { isLost: false };
    let isBegun = false;
    const outcome = begin(tx => {
      isBegun = true;
      return untilLost(line, work(guarded(tx, line)));
    });
    // postgres.js rejects this by itself when the connection closes, even while no statement is under way.
    outcome.catch(() => {
      line.isLost = true;
    });
    try {
      return await outcome;
    } catch (error) {
      if (isBegun || begins === MOST_BEGINS || !isEnd(error)) throw error;
    }
  }
}

/** What ends after the connection has gone never ends, so that postgres.js neither commits nor rolls back. */
async function untilLost<T>(line: Line, work: Promise<T>): Promise<T> {
  try {
    const result = await work;
    if (!line.isLost) return result;
  } catch (error) {
    if (!line.isLost) throw error;
  }
  return new Promise<T>(() => {});
}

const guarded = (tx: TransactionSql, line: Line): TransactionSql =>
  new Proxy(tx, {
    get(target, name) {
      if (name === 'unsafe') {
        return (...args: Parameters<TransactionSql['unsafe']>) => {
          if (line.isLost) return refused();
          const query = target.unsafe(...args);
          // Heard before whoever asked hears it, and could go on.
          query.catch(error => {
            line.isLost ||= isOfConnection(error);
          });
          return query;
        };
      }
      if (name === 'savepoint') {
        return (work: (inner: TransactionSql) => Promise<unknown>) => {
          if (line.isLost) return refused();
          return target.savepoint(inner => untilLost(line, work(guarded(inner, line))));
        };
      }
      return Reflect.get(target, name);
    },
  });

/** A statement that was not even begun. */
function refused() {
  const error = Object.assign(new Error('The connection of this transaction was lost'), { code: 'CONNECTION_CLOSED' });
  const rejected = Promise.reject<never>(error);
  return Object.assign(rejected, { values: () => rejected });
}

const CONNECTION = new Set(['CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED']);

/** Of the socket, not of the statement: what the server says of a statement has neither such a code nor a system call. */
function isOfConnection(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return CONNECTION.has(String(error.code)) || 'syscall' in error;
}

/** Of the server: it is shut down, has crashed, or is not there again yet. */
const ENDS = new Set(['57P01', '57P02', '57P03']);

const isEnd = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && ENDS.has(String(error.code));
