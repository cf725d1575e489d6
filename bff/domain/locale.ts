/** The IANA time zone, spelled as everybody spells it; null when there is no such zone. */
export const timeZoneOf = (name: string | undefined): string | null => (name ? zones(name) : null);

/** The BCP 47 tag in its canonical form; null when it is none. */
export const languageOf = (tag: string | undefined): string | null => (tag ? languages(tag) : null);

const zones = remembered(name => new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone);
const languages = remembered(tag => Intl.getCanonicalLocales(tag)[0]);

/** More names than there are; what is made up beyond is looked up each time. */
const MOST = 2_000;

/** Making a formatter costs more than all the rest of a request. */
function remembered(look: (name: string) => string | undefined): (name: string) => string | null {
  const known = new Map<string, string | null>();
  return name => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const answer = attempt(look, name);
    if (known.size < MOST) known.set(name, answer);
    return answer;
  };
}

function attempt(look: (name: string) => string | undefined, name: string): string | null {
  try {
    return look(name) ?? null;
  } catch {
    return null;
  }
}
