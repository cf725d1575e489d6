import { z } from 'zod';
import { Problem } from '../../../contract/problem.ts';
import { KNOWN_PROBLEMS } from '../problem.ts';
import type { Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document, made from the very schemas that the routes check with. */
export function openApiDocument(publicUrl: string): Json {
  const paths: Record<string, Json> = {};
  for (const operation of OPERATIONS) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method]: operationObject(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'WoodEx',
      version: '1',
      description:
        'Chat on the page and in WhatsApp. Errors are RFC 9457 problems with an id; unknown keys are refused.',
    },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, 'output') },
      securitySchemes: {
        visitor: { type: 'http', scheme: 'bearer', description: 'The token of `POST /v1/visitors`.' },
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, `wxs_…`, from the dashboard.' },
        agent: { type: 'apiKey', in: 'cookie', name: sessionCookie(publicUrl) },
      },
    },
  };
}

/** Browsers take a cookie of this prefix by https alone. */
const sessionCookie = (publicUrl: string) => `${publicUrl.startsWith('https:') ? '__Secure-' : ''}woodex.session_token`;

function operationObject({ method, path, tag, summary, description, security, body, ...rest }: Operation): Json {
  return {
    operationId: `${method} ${path}`.replace(/\W+(\w)?/g, (_, letter = '') => letter.toUpperCase()),
    tags: [tag],
    summary,
    ...(description && { description }),
    ...(security && { security: [{ [security]: [] }] }),
    parameters: parametersOf(rest),
    ...(body && { requestBody: { required: true, content: json(schemaOf(body, 'input')) } }),
    responses: { ...answersOf(rest), ...problemsOf(security, Boolean(body || rest.query), rest.problems) },
  };
}

function parametersOf({ params, query, headers = [] }: Pick<Operation, 'params' | 'query' | 'headers'>): Json[] {
  return [
    ...fields(params).map(field => ({ ...field, in: 'path', required: true })),
    ...fields(query).map(field => ({ ...field, in: 'query' })),
    ...headers.map(header => ({ ...header, in: 'header', schema: { type: 'string' } })),
  ];
}

function fields(schema: z.ZodType | undefined): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, field]) => ({
    name,
    required: required.includes(name),
    schema: field,
  }));
}

const answersOf = ({ answers }: Pick<Operation, 'answers'>): Json =>
  Object.fromEntries(
    Object.entries(answers).map(([status, { description, schema, type }]) => {
      const content = schema ? json(schemaOf(schema, 'output')) : type && { [type]: { schema: { type: 'string' } } };
      return [status, { description, ...(content && { content }) }];
    }),
  );

/** Problems that share a status are one answer with several words. */
function problemsOf(security: Operation['security'], hasInput: boolean, own: Operation['problems'] = []): Json {
  const codes = [
    ...own,
    ...(security ? (['unauthenticated'] as const) : []),
    ...(hasInput ? (['invalid-request'] as const) : []),
  ];
  const byStatus = Map.groupBy(new Set(codes), code => KNOWN_PROBLEMS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, shared]) => [
      status,
      {
        description: shared.map(code => `\`${code}\`: ${KNOWN_PROBLEMS[code].title}.`).join(' '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

const json = (schema: Json): Json => ({ 'application/json': { schema } });

/** OpenAPI 3.1's schemas are JSON Schema 2020-12. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
