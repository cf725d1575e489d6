/** Runs the work once for many calls: one run at a time, and one more if it was asked for meanwhile. */
export function together(work: () => Promise<void>): () => void {
  let state: 'idle' | 'running' | 'again' = 'idle';
  const run = async () => {
    state = 'running';
    try {
      await work();
    } catch (error) {
      // The simulator is gone or restarting; its stream says hello when it is back.
      console.warn(error);
    }
    const again = (state as string) === 'again';
    state = 'idle';
    if (again) void run();
  };
  return () => {
    if (state === 'idle') void run();
    else state = 'again';
  };
}
