import type { Problem, ProblemCode } from '../../contract/problem.ts';

/** A verb that will not do what it was asked, and says why in words for whoever asked. Nothing was changed. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: Exclude<ProblemCode, 'internal'>;

  /** Which fields were wrong, and how. */
  readonly errors: Problem['errors'];

  constructor(code: Exclude<ProblemCode, 'internal'>, detail: string, errors?: Problem['errors']) {
    super(detail);
    this.code = code;
    this.errors = errors;
  }
}

export const notFound = (what: string) => new Refusal('not-found', `There is no such ${what}.`);
