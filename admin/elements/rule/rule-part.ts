import { css, LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { FieldError } from '../../state/rule-draft.ts';
import { shared } from '../../styles/shared.ts';
import { templateForms } from '../../styles/template-forms.ts';

/** The part of the rule at `path` is this from now on. Whoever holds the draft puts it there. */
export class PartChangeEvent extends Event {
  readonly path: string;
  readonly value: unknown;

  constructor(path: string, value: unknown) {
    super('part-change', { bubbles: true, composed: true });
    this.path = path;
    this.value = value;
  }
}

const partStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  fieldset {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    margin-block-end: 6px;
    font-weight: 600;
    font-size: 0.8125rem;
  }
  .side {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 16px;
    align-items: start;
  }
  .check {
    display: inline-flex;
    gap: 8px;
    align-items: center;
    min-block-size: 28px;
  }
  .insert {
    justify-self: start;
  }
  .field[type='number'] {
    inline-size: 7rem;
  }
`;

/** One part of a rule that is being edited: it shows the value it is given, and asks for changes by {@link PartChangeEvent}. */
export abstract class RulePart<T> extends LitElement {
  static override styles = [shared, templateForms, partStyles];

  @property({ attribute: false }) value!: T;
  /** Where it stands in the rule, like `steps.0.do`. */
  @property() path = '';
  @property({ attribute: false }) errors: readonly FieldError[] = [];

  protected change(value: T): void {
    this.dispatchEvent(new PartChangeEvent(this.path, value));
  }

  /** What a field of this part needs: its path, what is wrong with it, and how it is changed. */
  protected at<K extends keyof T & string>(name: K) {
    const path = this.path === '' ? name : `${this.path}.${name}`;
    return {
      ...{ path, value: this.value[name], errors: this.errors },
      change: (value: T[K]) => {
        this.dispatchEvent(new PartChangeEvent(path, value));
      },
    };
  }
}
