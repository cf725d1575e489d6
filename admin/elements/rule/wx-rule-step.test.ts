import { expect, fixture, html } from '@open-wc/testing';
import type { RuleDefinition, Step } from '../../../contract/automation.ts';
import { emptyRule, withPart } from '../../state/rule-draft.ts';
import { describe, it } from '../../testing/mocha.ts';
import { button, field, focused, write } from '../../testing/rule-screen.ts';
import { find, until } from '../../testing/screen.ts';
import { ACTIONS } from './actions.ts';
import { checkRule } from './rule-check.ts';
import type { PartChangeEvent } from './rule-part.ts';
import { TRIGGERS } from './triggers.ts';
import type { WxRuleForm } from './wx-rule-form.ts';
import './wx-rule-form.ts';

type Kind = Step['do']['kind'];

describe('a step', () => {
  let held: RuleDefinition;
  let form: WxRuleForm;
  const show = async (definition: RuleDefinition) => {
    held = { ...definition, name: 'Ours' };
    form = await fixture(
      html`<wx-rule-form .value=${held} @part-change=${({ path, value }: PartChangeEvent) => {
        held = withPart(held, path, value);
        form.value = held;
      }}></wx-rule-form>`,
    );
  };
  const stepOf = (action: Step['do'], rest: Partial<Step> = {}): Step => ({
    ...emptyRule().steps[0]!,
    ...rest,
    do: action,
  });
  for (const kind of Object.keys(ACTIONS) as Kind[])
    it(`has an element of its own for “${kind}”, which whoever hears it can use`, async () => {
      await show(emptyRule());
      await write('steps.0.do-kind', kind);
      await until(() => find(`wx-action-${kind}`)?.shadowRoot?.firstElementChild);
      expect(held.steps[0]!.do.kind).to.equal(kind);
      await expect(form).to.be.accessible();
    });

  for (const on of Object.keys(TRIGGERS) as RuleDefinition['trigger']['on'][])
    it(`may follow “${on}”, which has an element of its own`, async () => {
      await show(emptyRule());
      await write('trigger', on);
      await until(() => find(`wx-trigger-${on}`)?.shadowRoot?.firstElementChild);
      expect(held.trigger.on).to.equal(on);
      await expect(form).to.be.accessible();
    });

  it('deals ways, which a step after it can be for', async () => {
    const split: Step['do'] = {
      kind: 'split',
      ways: [
        { name: 'a', weight: 1 },
        { name: 'b', weight: 3 },
      ],
    };
    await show({ ...emptyRule(), steps: [stepOf(split), stepOf({ kind: 'tag', do: 'add', tag: 'oak' })] });
    await until(() => field('steps.1.on'));
    find<HTMLButtonElement>(`#${CSS.escape('steps.0.do.ways')}`)!.click();
    await until(() => focused().id === 'steps.0.do.ways.2.name');
    await write('steps.0.do.ways.2.name', 'control');
    await until(() => field('steps.1.on.2'));
    field('steps.1.on.2').click();
    await until(() => held.steps[1]!.on?.length === 1);
    expect(held.steps[1]!.on).to.deep.equal(['control']);
    expect(checkRule(held, undefined)).to.deep.equal([]);
    button('Remove way 3').click();
    await until(() => focused().id === 'steps.0.do.ways.1.name');
    expect(checkRule(held, undefined)).to.deep.equal([
      { path: 'steps.1.on', message: 'No step before leads on “control”.' },
    ]);
    field('steps.1.on.2').click();
    await until(() => held.steps[1]!.on === undefined);
  });

  it('waits for something, and goes on a way of its own when it comes', async () => {
    await show({ ...emptyRule(), steps: [stepOf(ACTIONS.wait.make())] });
    await write('steps.0.do.for', 'event');
    await write('steps.0.do.for.name', 'quote_viewed');
    await write('steps.0.do.came', 'way');
    await until(() => field('steps.0.do.came.way'));
    expect(checkRule(held, undefined).map(({ path }) => path)).to.deep.equal(['steps.0.do.came.way']);
    await write('steps.0.do.came.way', 'seen');
    await until(() => checkRule(held, undefined).length === 0);
    expect(held.steps[0]!.do).to.deep.equal({
      ...{ kind: 'wait', for: { on: 'event', name: 'quote_viewed' }, minutes: 1440 },
      ...{ came: { way: 'seen' }, timedOut: 'go-on' },
    });
  });

  const lacking: [Step['do'], string[]][] = [
    [ACTIONS.message.make(), ['text']],
    [
      {
        kind: 'message',
        purpose: 'marketing',
        panel: 'only',
        text: null,
        template: { name: 'x', language: 'en', values: {} },
      },
      ['text'],
    ],
    [ACTIONS.note.make(), ['text']],
    [ACTIONS.tag.make(), ['tag']],
    [ACTIONS.score.make(), ['reason']],
    [{ kind: 'score', points: 0, reason: 'Why' }, ['points']],
    [ACTIONS.webhook.make(), ['endpoint']],
    [
      {
        kind: 'split',
        ways: [
          { name: 'a', weight: 1 },
          { name: 'a', weight: Number.NaN },
        ],
      },
      ['ways.1.name', 'ways.1.weight'],
    ],
    [ACTIONS.assign.make(), []],
  ];
  for (const [action, paths] of lacking)
    it(`that is ${JSON.stringify(action)} lacks ${paths.join(', ') || 'nothing'}`, () => {
      const rule = { ...emptyRule(), name: 'Ours', steps: [stepOf(action)] };
      expect(checkRule(rule, undefined).map(({ path }) => path)).to.deep.equal(paths.map(path => `steps.0.do.${path}`));
    });
});
