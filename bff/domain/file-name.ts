const LONGEST = 120;

/** A file's name without its folders and without what could lead a reader astray; null when nothing is left of it. */
export function fileNameOf(name: string | undefined): string | null {
  const last = (name ?? '').split(/[/\\]/).at(-1)!;
  // Control characters, and those that turn the direction of writing: "cod.exe" must not read "exe.doc".
  const clean = last.replace(/[\p{Cc}\p{Cf}"<>|:*?]/gu, '').replace(/^[.\s]+|[.\s]+$/g, '');
  if (clean === '') return null;
  if (clean.length <= LONGEST) return clean.toWellFormed();
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(clean)?.[0] ?? '';
  return (clean.slice(0, LONGEST - ending.length) + ending).toWellFormed();
}
