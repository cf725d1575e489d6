import type { TransactionSql } from 'postgres';

type Begin<T> = (work: (tx: TransactionSql) => Promise<T>) => Promise<T>;

/** `isLost`: the transaction's connection has gone, and the transaction with it. */
type Line = { isLost: boolean };

/**
 * A transaction of which nothing more is written once its connection has gone. postgres.js writes on: the next statement, or its own
 * rollback, meets no socket and ends the process, or meets the connection that took its place (porsager/postgres#1208).
 * Whoever waits for the transaction gets the error of the lost connection.
 */
export function whileConnected<T>(begin: Begin<T>, work: (tx: TransactionSql) => Promise<T>): Promise<T> {
  const line: Line = { isLost: false };
  const outcome = begin(tx => untilLost(line, work(guarded(tx, line))));
  // postgres.js rejects this by itself when the connection closes, even while no statement is under way.
  outcome.catch(() => {
    line.isLost = true;
  });
  return outcome;
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
