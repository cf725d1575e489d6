/** Why a body is not the JSON we take, in words for whoever sent it. */
export class BadJson extends Error {
  override readonly name = 'BadJson';
}

/** Nothing of ours is nested deeper. */
const DEEPEST = 20;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A body as JSON that means one thing to everybody: UTF-8, no key twice in one object (parsers differ in which they take), no key that
 * is a trap for JavaScript, not deeper than {@link DEEPEST}. Nothing here recurses, so no depth can harm. @throws BadJson
 */
export function parseJson(bytes: ArrayBuffer): unknown {
  const [text, value] = read(bytes);
  const members = countMembers(value);
  if (members !== countKeys(text)) throw new BadJson('A key stands twice in one object.');
  return value;
}

function read(bytes: ArrayBuffer): [text: string, value: unknown] {
  try {
    const text = decoder.decode(bytes);
    return [text, JSON.parse(text)];
  } catch {
    throw new BadJson('The body is not JSON in UTF-8.');
  }
}

const TRAPS = new Set(['__proto__', 'constructor', 'prototype']);

/** The keys of all objects. */
function countMembers(root: unknown): number {
  let members = 0;
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw new BadJson(`The body is nested deeper than ${DEEPEST}.`);
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      if (Array.isArray(value)) {
        for (const inner of value) next.push(inner);
        continue;
      }
      for (const key of Object.keys(value)) {
        if (TRAPS.has(key)) throw new BadJson(`A key may not be ${key}.`);
        members += 1;
        next.push((value as Record<string, unknown>)[key]);
      }
    }
    level = next;
  }
  return members;
}

/** In a text that is JSON: the strings that a colon follows. */
function countKeys(text: string): number {
  let keys = 0;
  for (let from = text.indexOf('"'); from >= 0; from = text.indexOf('"', from)) {
    let to = text.indexOf('"', from + 1);
    while (isEscaped(text, to)) to = text.indexOf('"', to + 1);
    from = to + 1;
    while (text.charCodeAt(from) <= 32) from += 1;
    if (text[from] === ':') keys += 1;
  }
  return keys;
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0;
  while (text[quote - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}
