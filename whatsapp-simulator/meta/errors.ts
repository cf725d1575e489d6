import { randomBytes } from 'node:crypto';
import { knownError } from './error-table.ts';

/** What an error says, wherever it is said: in an answer or in a failed status. */
export type ErrorBody = { code: number; title: string; details: string };

/** A call that Meta refuses. Thrown anywhere below the routes, written once by `graphErrorAnswer`. */
export class GraphError extends Error {
  readonly body: ErrorBody;
  readonly http: number;
  readonly subcode: number | null;
  /** What people are told of a template that is not taken. */
  readonly forPeople: { title: string; message: string } | null = null;

  constructor(code: number, details?: string, subcode: number | null = null) {
    const known = knownError(code);
    super(known.title);
    this.body = { code, title: known.title, details: details ?? known.details };
    this.http = known.http;
    this.subcode = subcode;
  }

  static forPeople(subcode: number, title: string, message: string): GraphError {
    return Object.assign(new GraphError(100, message, subcode), { forPeople: { title, message } });
  }
}

/** The answer's JSON. Errors of the Graph itself (100 without a message, 190, 0…) carry no `error_data`. */
export function graphErrorJson({ body, subcode, forPeople }: GraphError) {
  if (forPeople)
    return {
      error: {
        message: 'Invalid parameter',
        type: 'OAuthException',
        code: body.code,
        error_subcode: subcode,
        is_transient: false,
        error_user_title: forPeople.title,
        error_user_msg: forPeople.message,
        fbtrace_id: traceId(),
      },
    };
  const graphOnly = body.code === 190 || body.code === 0 || subcode !== null;
  return {
    error: {
      message: graphOnly ? body.details : `(#${body.code}) ${body.title}`,
      type: subcode === null ? 'OAuthException' : 'GraphMethodException',
      code: body.code,
      ...(graphOnly ? {} : { error_data: { messaging_product: 'whatsapp', details: body.details } }),
      ...(subcode === null ? {} : { error_subcode: subcode }),
      fbtrace_id: traceId(),
    },
  };
}

const traceId = () => `A${randomBytes(16).toString('base64url')}`;

/** The object in the path is not one that the token may see; Meta does not say which of the two it is. */
export const noSuchObject = (method: string, id: string) =>
  new GraphError(
    100,
    `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
    33,
  );
