import { makeLog } from './boot/log.ts';
import { startServer } from './boot/server.ts';
import { BadSettings, readSettings } from './boot/settings.ts';
import { SetupError } from './db/setup-error.ts';

try {
  const settings = readSettings(process.env);
  const log = makeLog(settings.WOODEX_LOG_LEVEL);
  const server = await startServer(settings, { now: () => new Date() }, log);
  log.info(`listening on ${settings.WOODEX_HOST}:${server.port}`);

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await server.stop();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  if (!(error instanceof SetupError || error instanceof BadSettings)) throw error;
  console.error(error.message);
  process.exit(1);
}
