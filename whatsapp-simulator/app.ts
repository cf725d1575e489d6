import { Hono } from 'hono';
import { controlRoutes } from './control/routes.ts';
import { attachmentRoutes, graphRoutes } from './meta/routes.ts';
import { exampleRoutes } from './meta/upload-routes.ts';
import { pageRoutes } from './page-routes.ts';
import type { Simulation } from './simulation.ts';

/** Three doors: Meta's API, the API that drives the simulator, and the phone to look at. */
export function createApp(simulation: Simulation) {
  const app = new Hono();
  app.onError((error, c) => {
    console.error(error);
    return c.json({ error: 'The simulator failed; its log says why.' }, 500);
  });
  app.route('/whatsapp_business/attachments', attachmentRoutes(simulation));
  app.route('/examples', exampleRoutes(simulation));
  app.route('/simulator', controlRoutes(simulation));
  app.route('/:version{v\\d+\\.\\d+}', graphRoutes(simulation));
  app.route('/', pageRoutes());
  return app;
}
