import { api, type FaultView } from './api.ts';
import { byId, h } from './dom.ts';
import { FAULT_GROUPS, type FaultField, readField, writeField } from './fault-fields.ts';

let faults: FaultView | null = null;
let inputs: { field: FaultField; input: HTMLInputElement }[] = [];
const code = h('input', { type: 'number', min: 0, 'aria-label': 'Code', value: 131016, required: true });
const rate = h('input', { type: 'number', min: 0, max: 100, step: 'any', 'aria-label': 'Percent', value: 10 });
const where = h(
  'select',
  { 'aria-label': 'Where' },
  h('option', { value: 'answer' }, 'in the answer'),
  h('option', { value: 'status' }, 'in a status, later'),
);
const errors = h('ul', { class: 'rows' });

/** Shows what goes wrong, and lets a person set it. The form is made once: what is being typed stays. */
export function showFaults(current: FaultView) {
  faults = current;
  if (inputs.length === 0) build();
  for (const { field, input } of inputs) {
    if (input === document.activeElement) continue;
    const value = readField(current, field);
    if (typeof value === 'boolean') input.checked = value;
    else input.value = value;
    input.closest('label')!.classList.toggle('set', isOn(field, value));
  }
  errors.replaceChildren(...current.errors.map(errorRow));
}

/** The pair rate is on in good times; everything else is off. */
const isOn = ({ path }: FaultField, value: string | boolean) =>
  typeof value === 'boolean' ? value !== (path[0] === 'pairRate') : value !== '' && value !== '0';

function build() {
  const groups = FAULT_GROUPS.map(({ title, fields }) =>
    h('fieldset', {}, h('legend', {}, title), ...fields.map(fieldElement)),
  );
  const add = h(
    'form',
    { class: 'add-error', onsubmit: addError },
    h('span', { class: 'pair' }, code, rate, h('span', {}, '%')),
    where,
    h('button', { class: 'small' }, 'Add'),
  );
  const off = h(
    'button',
    { type: 'button', class: 'small', onclick: () => void save(() => ({}) as FaultView) },
    'All off',
  );
  byId('faults').append(
    h('h2', {}, 'Faults'),
    ...groups,
    h('fieldset', {}, h('legend', {}, 'Errors by code'), errors, add),
    off,
  );
}

function fieldElement(field: FaultField) {
  const isSwitch = field.kind === 'switch';
  const unit = { percent: '%', milliseconds: 'ms', number: '/s', switch: '' }[field.kind];
  const input = isSwitch
    ? h('input', { type: 'checkbox', role: 'switch' })
    : h('input', {
        type: 'number',
        min: 0,
        max: field.kind === 'percent' ? 100 : undefined,
        step: 'any',
        placeholder: field.kind === 'number' ? 'own' : '0',
      });
  input.addEventListener('change', () => {
    if (input.reportValidity())
      void save(current => writeField(current, field, isSwitch ? input.checked : input.value));
  });
  inputs = [...inputs, { field, input }];
  return h(
    'label',
    {},
    h('span', {}, field.label),
    input,
    unit !== '' && h('span', { class: 'unit', dir: 'ltr' }, unit),
  );
}

function errorRow(error: FaultView['errors'][number]) {
  const words = `${error.code} · ${Math.round(error.rate * 1000) / 10} % · ${error.in}`;
  const drop = () => void save(current => ({ ...current, errors: current.errors.filter(each => each !== error) }));
  const remove = h(
    'button',
    { type: 'button', class: 'small', 'aria-label': `Remove ${words}`, onclick: drop },
    'Remove',
  );
  return h('li', {}, h('span', { dir: 'auto' }, words), remove);
}

function addError(event: SubmitEvent) {
  event.preventDefault();
  const error = { code: Number(code.value), rate: Number(rate.value) / 100, in: where.value as 'answer' | 'status' };
  void save(current => ({ ...current, errors: [...current.errors, error] }));
}

async function save(change: (current: FaultView) => FaultView) {
  if (faults) showFaults(await api.setFaults(change(faults)));
}
