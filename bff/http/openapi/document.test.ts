import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApp } from '../../app.ts';
import type { Deps } from '../deps.ts';
import { createMetrics } from '../metrics.ts';
import { openApiDocument } from './document.ts';
import { OPERATIONS } from './operations.ts';

/** Doors that a developer does not read about: pages, files, and the description itself. */
const UNDESCRIBED = new Set([
  '/',
  '/sdk/*',
  '/admin/*',
  '/docs',
  '/docs/style.css',
  '/openapi.json',
  '/problems/:code',
]);

// Routing alone is asked of it: nothing behind a route runs.
const limits = { eventsPerKey: 1, eventsPerAddress: 1 };
const routesOnly = { publicUrl: 'http://127.0.0.1', distDir: '/', metrics: createMetrics(), limits } as unknown as Deps;

test('every route of the app is described, and every description is a route', () => {
  const routed = createApp(routesOnly)
    .routes.filter(({ method, path }) => method !== 'ALL' && !UNDESCRIBED.has(path))
    .map(({ method, path }) => `${method} ${path}`);
  const described = OPERATIONS.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  assert.deepEqual([...new Set(routed)].sort(), described.sort());
});

test('every operation has an id of its own', () => {
  const paths = Object.values(
    openApiDocument('http://x').paths as Record<string, Record<string, { operationId: string }>>,
  );
  const ids = paths.flatMap(methods => Object.values(methods).map(({ operationId }) => operationId));
  assert.equal(new Set(ids).size, OPERATIONS.length);
});

test('each described body and answer is a schema, not an empty promise', () => {
  const paths = openApiDocument('http://x').paths as Record<
    string,
    Record<string, { requestBody?: { content: Record<string, { schema: object }> } }>
  >;
  for (const { method, path, body } of OPERATIONS) {
    if (!body) continue;
    const told = paths[path.replace(/:(\w+)/g, '{$1}')]?.[method]?.requestBody?.content['application/json']?.schema;
    assert.ok(told && Object.keys(told).length > 0, `${method} ${path}`);
  }
});
