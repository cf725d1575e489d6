import type { Purpose } from '../../contract/message.ts';
import type { DueSend } from '../db/due-sends.ts';
import type { MerchantTx } from '../db/merchant-tx.ts';
import { findTemplates } from '../db/templates.ts';
import type { SendFacts } from '../domain/send-decision.ts';
import { readDefinition, type TemplateDefinition } from '../domain/template-definition.ts';
import { takesStill } from '../domain/template-refit.ts';
import { purposeOf } from './send-template.ts';

/** The templates of what is due that may be others now than when it was filled. */
export async function definitionsOf(tx: MerchantTx, due: DueSend[]): Promise<Map<string, TemplateDefinition>> {
  const ids = due.flatMap(({ content, template }) =>
    content.kind === 'template' && template !== 'gone' && template?.mayDiffer ? content.templateId : [],
  );
  return new Map([...(await findTemplates(tx, ids))].map(([id, row]) => [id, readDefinition(row)]));
}

/** It may have been edited since it was filled in. */
export function templateNow(
  { template, content }: DueSend,
  definitions: Map<string, TemplateDefinition>,
): SendFacts['template'] {
  if (template === null || template === 'gone') return template;
  if (content.kind !== 'template') return null;
  const definition = definitions.get(content.templateId);
  return { ...template, hasChanged: definition !== undefined && !takesStill(definition, content.parameters) };
}

/** Of what Meta has made an offer since it was queued, consent is asked as of any offer. */
export const purposeNow = ({ purpose, template }: DueSend): Purpose =>
  template && template !== 'gone' && purposeOf(template.category) === 'marketing' ? 'marketing' : purpose;
