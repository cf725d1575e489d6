/** A line of a table, with its place in the file: lines count from 1. */
export type CsvLine = { line: number; fields: string[] };

/**
 * Reads comma or semicolon separated values as spreadsheets write them (RFC 4180): quotes may hold separators, line ends and doubled
 * quotes. Empty lines are left out. The separator is the one that the first line has more of.
 */
export function readCsv(text: string): CsvLine[] {
  const source = text.replace(/^\ufeff/, '');
  const head = source.split(/\r?\n/, 1)[0] ?? '';
  const separator = head.split(';').length > head.split(',').length ? ';' : ',';
  const lines: CsvLine[] = [];
  let [line, start, field, isQuoted] = [1, 1, '', false];
  let fields: string[] = [];
  const end = () => {
    fields.push(field);
    if (fields.some(text => text.trim() !== '')) lines.push({ line: start, fields: fields.map(text => text.trim()) });
    [fields, field] = [[], ''];
  };
  for (let i = 0; i < source.length; i++) {
    const sign = source[i]!;
    if (sign === '\n') line += 1;
    if (isQuoted) {
      if (sign !== '"') field += sign;
      else if (source[i + 1] === '"') field += source[i++]!;
      else isQuoted = false;
    } else if (sign === '"' && field.trim() === '') [isQuoted, field] = [true, ''];
    else if (sign === separator) {
      fields.push(field);
      field = '';
    } else if (sign === '\n') {
      end();
      start = line;
    } else if (sign !== '\r') field += sign;
  }
  end();
  return lines;
}
