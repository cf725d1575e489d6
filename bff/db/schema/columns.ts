import { bigint, customType, timestamp, uuid } from 'drizzle-orm/pg-core';

export const merchantId = () => uuid('merchant_id').notNull();
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
/** A counter: int8 in Postgres, a number here (ours stay far below 2^53). */
export const counter = (name: string) => bigint(name, { mode: 'number' });
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });
