type Body = () => unknown;

type Mocha = {
  describe: (title: string, body: () => void) => void;
  it: (title: string, body: Body) => void;
  beforeEach: (body: Body) => void;
  afterEach: (body: Body) => void;
};

/** The test runner's own words, which it puts into the page. */
export const { describe, it, beforeEach, afterEach } = globalThis as unknown as Mocha;
