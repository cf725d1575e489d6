/** What a figure shall be at most: itself, or what it is of its floor. */
export type Aim = { atMost: number; of: 'value' | 'ratio' };

export type Measured = {
  figure: string;
  value: number;
  unit: string;
  /** The same measured on the least that could do the job, in the same run. */
  floor?: number;
  aim?: Aim;
};

/** One line of `--json`. `ok` is null where nothing is aimed at. */
export type Figure = {
  suite: string;
  figure: string;
  value: number;
  unit: string;
  floor: number | null;
  ratio: number | null;
  aim: string | null;
  ok: boolean | null;
};

export const atMost = (limit: number): Aim => ({ atMost: limit, of: 'value' });
export const timesFloor = (limit: number): Aim => ({ atMost: limit, of: 'ratio' });

/** Puts floor and aim beside what was measured. A floor of zero gives no ratio; an aim at a ratio that there is none of is missed. */
export function judge(suite: string, { figure, value, unit, floor, aim }: Measured): Figure {
  const ratio = floor === undefined || floor === 0 ? null : value / floor;
  const judged = aim?.of === 'ratio' ? ratio : value;
  return {
    suite,
    figure,
    value: rounded(value),
    unit,
    floor: floor === undefined ? null : rounded(floor),
    ratio: ratio === null ? null : rounded(ratio),
    aim: aim ? `≤ ${aim.atMost}${aim.of === 'ratio' ? '×' : unit && ` ${unit}`}` : null,
    ok: aim ? judged !== null && judged <= aim.atMost : null,
  };
}

/** Three digits that mean something; more would be noise. */
function rounded(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no figure`);
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
