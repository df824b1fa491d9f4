/** Columns that tables share. Timestamps have millisecond precision so that they equal a JavaScript `Date`. */
import { bigint, timestamp } from 'drizzle-orm/pg-core';

export const moment = (name: string) => timestamp(name, { precision: 3, withTimezone: true });
export const githubId = (name: string) => bigint(name, { mode: 'number' });
export const createdAt = () => moment('created_at').notNull().defaultNow();
export const updatedAt = () => moment('updated_at').notNull().defaultNow();
