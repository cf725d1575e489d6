import { api } from './api.ts';
import { byId, h } from './dom.ts';
import { time } from './format.ts';

const SHOWN = 30;

/** The newest of what truly reached any phone, as the log has it. */
export async function showArrivals() {
  const { total } = await api.arrivals(0, 1);
  const { entries } = await api.arrivals(Math.max(0, total - SHOWN), SHOWN);
  const rows = entries
    .toReversed()
    .map(entry =>
      h(
        'li',
        {},
        h('b', {}, String(entry.n)),
        h(
          'span',
          { dir: 'auto' },
          `${entry.template ?? entry.type} → +${entry.waId}`,
          h('br'),
          h('small', {}, entry.callbackData ?? ''),
        ),
        h('time', {}, time(entry.at)),
      ),
    );
  byId('arrivals').replaceChildren(
    h('h3', {}, 'What truly arrived'),
    rows.length === 0 ? h('p', { class: 'empty' }, 'Nothing yet.') : h('ul', { class: 'log' }, ...rows),
  );
}
