import { z } from 'zod';
import { type SimulatorOptions, startSimulator } from './server.ts';

const DEFAULT_PORT = 8789;

try {
  const simulator = await startSimulator(options(process.env));
  console.log(`WhatsApp simulator at ${simulator.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void simulator.close().then(() => process.exit(0)));
  }
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

function options({
  WOODEX_SIMULATOR_PORT: port,
  WOODEX_SIMULATOR_ACCOUNT: account,
}: NodeJS.ProcessEnv): SimulatorOptions {
  if (port && !/^\d{1,5}$/.test(port)) throw new Error(`WOODEX_SIMULATOR_PORT must be a port number, not "${port}".`);
  return { port: port ? Number(port) : DEFAULT_PORT, account: account ? parseJson(account) : undefined };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('WOODEX_SIMULATOR_ACCOUNT is not JSON. It takes the body of PUT /simulator/account.');
  }
}

function explain(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return `WOODEX_SIMULATOR_ACCOUNT is not an account: ${issue?.path.join('.')}: ${issue?.message}`;
  }
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error)
    return `Port ${error.port} is taken. Stop what uses it, or set WOODEX_SIMULATOR_PORT to another port.`;
  return error.message;
}
