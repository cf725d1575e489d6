/*
 * Loaded into a measured process by `--import`, with --expose-gc: says what it holds once its garbage is gone. Only where the process
 * is asked over its IPC channel; it changes nothing else.
 */
process.on('message', message => {
  if (message !== 'memory') return;
  globalThis.gc?.();
  globalThis.gc?.();
  process.send?.(process.memoryUsage());
});
process.channel?.unref();
