import type { Measured } from './figure.ts';
import type { Options } from './options.ts';
import type { Scope } from './scope.ts';

export type Bench = {
  options: Options;
  /** What the suite starts is deferred here; it ends with the suite. */
  scope: Scope;
  report(measured: Measured): void;
  /** Tells the person who waits; never part of the result. */
  note(text: string): void;
};

/** Measures, and reports each figure as soon as it is known. A throw says that it could not run. */
export type Suite = (bench: Bench) => Promise<void>;
