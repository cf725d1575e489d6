import type { Browser, CDPSession, Page, Request } from 'playwright';

export type Visit = { page: Page; cdp: CDPSession };

/** One visit of somebody who was never here: nothing cached, nothing stored. */
export async function visit<T>(browser: Browser, work: (visit: Visit) => Promise<T>): Promise<T> {
  const troubles: string[] = [];
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    page.on('pageerror', error => troubles.push(String(error)));
    page.on(
      'response',
      response => response.status() >= 400 && troubles.push(`${response.status()} ${response.url()}`),
    );
    const cdp = await context.newCDPSession(page);
    // From here on the browser adds up what scripts take.
    await cdp.send('Performance.enable');
    return await work({ page, cdp });
  } catch (error) {
    throw new Error(['the visit failed', ...troubles].join('; '), { cause: error });
  } finally {
    await context.close();
  }
}

/** A phone of the middle: everything takes four times as long as here. */
export const slowCpu = ({ cdp }: Visit) => cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });

/** Slow 4G: 1.6 Mb/s down, 150 ms. */
export async function slowNetwork({ cdp }: Visit): Promise<void> {
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 1_600_000 / 8,
    uploadThroughput: 750_000 / 8,
  });
}

/** Milliseconds of compiling and running scripts since the page began. */
export async function scriptMs({ cdp }: Visit): Promise<number> {
  const metrics = await metricsOf(cdp);
  return ((metrics.get('ScriptDuration') ?? 0) + (metrics.get('V8CompileDuration') ?? 0)) * 1000;
}

/** Bytes of JavaScript objects that are alive. */
export async function heapBytes({ cdp }: Visit): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.collectGarbage');
  return (await metricsOf(cdp)).get('JSHeapUsedSize') ?? 0;
}

async function metricsOf(cdp: CDPSession): Promise<Map<string, number>> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
}

export type Transfer = { url: string; type: string; bytes: number };

/** Notes what a page fetches besides itself. Read it when the page has settled; answers that never end have no size. */
export function recordTransfers(page: Page): () => Promise<Transfer[]> {
  const requests: Request[] = [];
  const finished = new Set<Request>();
  page.on('request', request => {
    if (!request.isNavigationRequest() && !request.url().endsWith('/favicon.ico')) requests.push(request);
  });
  page.on('requestfinished', request => finished.add(request));
  return () =>
    Promise.all(
      requests.map(async request => ({
        url: request.url(),
        type: request.resourceType(),
        bytes: finished.has(request) ? (await request.sizes()).responseBodySize : 0,
      })),
    );
}
