// Loaded into each part by `--import`. A parent that is killed cannot stop its parts, and one that goes on holds its port.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
