/** Resolves once `check` holds; a test that waits for ever ends by the runner's own limit. */
export async function until(check: () => unknown): Promise<void> {
  while (!check()) await new Promise(requestAnimationFrame);
}
