import type { TenantCase } from './tenant-cases.ts';

export const PEOPLE_CASES: Record<string, TenantCase[]> = {};
