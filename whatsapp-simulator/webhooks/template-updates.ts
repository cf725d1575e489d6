import type { Template } from '../templates.ts';
import type { Update } from './webhook-lane.ts';

const DAY_S = 24 * 60 * 60;

const named = ({ id, name, language }: Template) => ({
  message_template_id: Number(id),
  message_template_name: name,
  message_template_language: language,
});

/** What a change of status tells beside it. */
export type StatusNews = {
  event: string;
  reason?: string;
  title?: string;
  description?: string;
  recommendation?: string;
};

export function templateStatusUpdate(template: Template, news: StatusNews, at: Date): Update {
  const { event, reason = 'NONE', title, description = '', recommendation = '' } = news;
  const value = {
    event,
    ...named(template),
    reason,
    message_template_category: template.category,
    ...(title ? { other_info: { title, description } } : {}),
    ...(event === 'DISABLED' ? { disable_info: { disable_date: Math.floor(at.getTime() / 1000) } } : {}),
    ...(event === 'REJECTED' ? { rejection_info: { reason: description, recommendation } } : {}),
  };
  return { field: 'message_template_status_update', label: `${template.name} ${event}`, value, entry: { at } };
}

export function templateQualityUpdate(template: Template, before: string, at: Date): Update {
  const value = { previous_quality_score: before, new_quality_score: template.quality, ...named(template) };
  return {
    field: 'message_template_quality_update',
    label: `${template.name} ${template.quality}`,
    value,
    entry: { at },
  };
}

/** The category is another one now. */
export function templateCategoryUpdate(template: Template, before: string, at: Date): Update {
  const value = { ...named(template), previous_category: before, new_category: template.category };
  return { field: 'template_category_update', label: `${template.name} ${template.category}`, value, entry: { at } };
}

/** The category will be another one in 24 hours. */
export function templateCategoryNotice(template: Template, correct: string, at: Date): Update {
  const value = {
    ...named(template),
    new_category: template.category,
    correct_category: correct,
    category_update_timestamp: Math.floor(at.getTime() / 1000) + DAY_S,
  };
  return { field: 'template_category_update', label: `${template.name} soon ${correct}`, value, entry: { at } };
}
