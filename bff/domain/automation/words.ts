/** `planned`: a run has begun; `failed`: what was to be sent could not be. */
type Told = {
  outcome: 'planned' | 'waiting' | 'send' | 'act' | 'went' | 'suppressed' | 'cancelled' | 'failed';
  reason: string;
  facts: Record<string, string | number>;
};

/** A decision as a sentence that people read. Times are UTC, to the minute. */
export function wordsOf({ outcome, reason, facts }: Told): string {
  const when = (name: string) => momentWords(String(facts[name] ?? ''));
  switch (`${outcome} ${reason}`) {
    case 'planned event':
    case 'planned order-status':
      return `It happened on ${when('since')}: looked at on ${when('due')}.`;
    case 'planned cart-left':
      return `The cart was last touched on ${when('since')}: looked at on ${when('due')}.`;
    case 'planned quote-expiring':
      return `The quote runs out: looked at on ${when('due')}.`;
    case 'planned lead-hot':
      return `The lead turned hot on ${when('since')}: looked at on ${when('due')}.`;
    case 'planned dormant':
      return `They went quiet: looked at on ${when('due')}.`;
    case 'waiting template-not-ready':
      return `${facts.words} Looked at again on ${when('until')}.`;
    case 'waiting its-time':
      return `Waits for its time, counted from ${when('since')}.`;
    case 'waiting quiet-hours':
      return `It is night ${whereItIs(String(facts.zones), String(facts.until))}: waits until ${when('until')}.`;
    case 'waiting business-hours':
      return `The shop is closed: waits until ${when('until')}.`;
    case 'waiting frequency-cap':
      return `They have had as much advertising as they are to get for now: waits until ${when('until')}.`;
    case 'waiting something':
      return `Waits for “${facts.awaited}”, until ${when('until')}.`;
    case 'went came':
      return `“${facts.awaited}” happened on ${when('at')}${onWay(facts)}.`;
    case 'went timed-out':
      return `“${facts.awaited}” has not happened until ${when('until')}${onWay(facts)}.`;
    case 'went split':
      return `Dealt the way “${facts.way}”.`;
    case 'send panel':
      return 'Written in the panel: they have a page of the shop open.';
    case 'send text':
      return 'Sent by WhatsApp as text: they wrote within the last 24 hours.';
    case 'send template':
      return `Sent by WhatsApp as a template${facts.template ? ` (${facts.template})` : ''}.`;
    case 'act assign':
      return facts.agent ? `Given to ${facts.agent}.` : 'Shown to the agents: there is nobody to give it to.';
    case 'act note':
      return 'Noted for the agents.';
    case 'act tag':
      return `${facts.do === 'add' ? 'Tagged' : 'The tag was taken away:'} “${facts.tag}”.`;
    case 'act score':
      return `${facts.points} points for the lead score: ${facts.why}.`;
    case 'act webhook':
      return `Told to ${facts.endpoint}.`;
    case 'suppressed too-late':
      return `It was due on ${when('due')} and makes no sense after ${when('latest')}.`;
    case 'suppressed condition':
      return `A condition does not hold: ${facts.because}.`;
    case 'suppressed quiet-hours':
      return `It is night for them until ${when('until')}, and it makes no sense after ${when('latest')}.`;
    case 'suppressed business-hours':
      return `The shop is closed until ${when('until')}, and it makes no sense after ${when('latest')}.`;
    case 'suppressed frequency-cap':
      return `They have had enough advertising until ${when('until')}, and it makes no sense after ${when('latest')}.`;
    case 'suppressed too-many-runs':
      return `Rules have begun for them ${facts.runs} times within a day: that is enough.`;
    case 'suppressed too-deep':
      return `It comes of a rule, which came of a rule, ${facts.depth} times over: that is enough.`;
    case 'cancelled bought':
      return `They bought on ${when('at')}.`;
    case 'cancelled replied':
      return `They have written since (${when('at')}).`;
    case 'cancelled cart-emptied':
      return `The cart was emptied on ${when('at')}.`;
    case 'cancelled quote-settled':
      return `The quote was accepted, declined or over on ${when('at')}.`;
    case 'cancelled newer-run':
      return `The rule began anew for them on ${when('at')}.`;
    case 'cancelled gone':
      return 'What it was about is not there any more.';
    case 'cancelled rule-off':
      return 'The rule was switched off.';
    default:
      return withStop(String(facts.words ?? reason));
  }
}

/** Zones whose clocks show the same are one; a large country has more than anybody reads. */
function whereItIs(zones: string, until: string): string {
  const [first = '', ...more] = zones.split(', ');
  const showsTheSame = (zone: string) => offsetOf(zone, until) === offsetOf(first, until);
  if (more.every(showsTheSame)) return `for them (${first})`;
  return 'in a part of the country of their phone, which has several time zones';
}

const offsetOf = (zone: string, iso: string) => Temporal.Instant.from(iso).toZonedDateTimeISO(zone).offsetNanoseconds;

/** Which way was taken, where one has a name. */
const onWay = ({ way }: Told['facts']) =>
  way === 'stop' ? ': that is the end' : way === undefined || way === 'go-on' ? '' : `: goes the way “${way}”`;

const withStop = (words: string) => (words.endsWith('.') ? words : `${words}.`);

const momentWords = (iso: string) =>
  /^\d{4}-/.test(iso) ? `${iso.slice(0, 16).replace('T', ' ')} UTC` : iso === 'never' ? 'a day that never comes' : iso;
