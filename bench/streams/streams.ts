import type { Bench } from '../suite.ts';
export async function measureStreams(_: Bench): Promise<void> {}
