import type { TenantCase } from './tenant-cases.ts';

export const COMMERCE_CASES: Record<string, TenantCase[]> = {};
