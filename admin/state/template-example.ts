import type { TemplateExampleQuery } from '../../contract/template-example.ts';

export type ExampleKind = TemplateExampleQuery['kind'];

const MB = 1024 * 1024;

/** What Meta takes as the example of a header; the server looks at the bytes and has the last word. */
export const EXAMPLES: Record<ExampleKind, { name: string; types: readonly string[]; words: string; limit: number }> = {
  image: { name: 'image', types: ['image/jpeg', 'image/png'], words: 'JPEG or PNG', limit: 5 * MB },
  video: { name: 'video', types: ['video/mp4'], words: 'MP4', limit: 16 * MB },
  document: { name: 'document', types: ['application/pdf'], words: 'PDF', limit: 100 * MB },
};

/** What keeps a file from being uploaded as such an example, in words. */
export function exampleProblem(
  kind: ExampleKind,
  { name, size, type }: Pick<File, 'name' | 'size' | 'type'>,
): string | null {
  const { types, words, limit } = EXAMPLES[kind];
  if (size === 0) return `“${name}” is empty.`;
  if (!types.includes(type)) return `“${name}” is no ${words} file.`;
  return size > limit ? `“${name}” is too large: ${limit / MB} MB are the most.` : null;
}
