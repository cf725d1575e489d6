import type { Bench } from '../suite.ts';
export async function measureStart(_: Bench): Promise<void> {}
