import { randomUUIDv7 } from 'node:crypto';
import * as templates from '../db/templates.ts';
import { NOW } from './merchants.ts';
import type { TenantCase } from './tenant-cases.ts';

const LATER = new Date(NOW.getTime() + 60_000);
const ASKED = { askedAt: LATER, now: LATER };

export const TEMPLATE_CASES: Record<string, TenantCase[]> = {
  listTemplates: [tx => templates.listTemplates(tx)],
  findTemplate: [(tx, { template }) => templates.findTemplate(tx, template.id)],
  findTemplates: [(tx, { template }) => templates.findTemplates(tx, [template.id])],
  lockTemplate: [(tx, { template }) => templates.lockTemplate(tx, template)],
  insertTemplate: [
    (tx, { template }, own) =>
      templates.insertTemplate(tx, { ...own.template, id: randomUUIDv7(), name: `${template.name}_2` }),
  ],
  changeTemplate: [(tx, { template }) => templates.changeTemplate(tx, template.id, { status: 'PAUSED' })],
  saveToldTemplates: [
    (tx, { template }, own) => {
      const { wabaId, language, metaId, category, quality, parameterFormat, components } = own.template;
      const same = { wabaId, language, metaId, category, quality, parameterFormat, components };
      const news = { name: template.name, status: 'PAUSED', rejectedReason: null };
      const categories = { previousCategory: null, correctCategory: null };
      const told = { id: randomUUIDv7(), ...same, ...news, ...categories };
      return templates.saveToldTemplates(tx, [told], ASKED);
    },
  ],
  markVanishedTemplates: [(tx, { template }) => templates.markVanishedTemplates(tx, template.wabaId, ASKED)],
};
