import type { Bench } from '../suite.ts';
export async function measurePage(_: Bench): Promise<void> {}
