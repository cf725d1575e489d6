import { makePgArray } from 'drizzle-orm/pg-core';
import { parse } from 'postgres-array';

type Parse = (text: string) => unknown;
type List = string | readonly unknown[];

const same: Parse = text => text;
/** The arrays that we read and write: what Postgres calls them in `pg_type.dat`, the same in every database, and how to read an element. */
const ARRAYS: Record<string, [oid: number, element: Parse]> = {
  boolean: [1000, text => text === 't'],
  name: [1003, same],
  integer: [1007, Number],
  text: [1009, same],
  bigint: [1016, Number],
  double: [1022, Number],
  uuid: [2951, same],
};

/** As `types` of postgres.js has it. */
export const ARRAY_TYPES = Object.fromEntries(
  Object.entries(ARRAYS).map(([name, [oid, element]]) => [
    `${name}_array`,
    {
      to: oid,
      from: [oid],
      serialize: (list: List) => (typeof list === 'string' ? list : makePgArray([...list])),
      parse: (text: string) => parse(text, element),
    },
  ]),
);
