const FIRST_MS = 250;
const CAP_MS = 4_000;

/** How long to wait after the nth failure: 250 ms, doubling, at most 4 s (Meta: minutes to hours; a demo cannot wait). */
export const backoff = (failures: number) => Math.min(FIRST_MS * 2 ** (failures - 1), CAP_MS);
