import type { SendObstacle, SendOutlook } from '../../contract/send-outlook.ts';
import type { Template } from '../../contract/template.ts';

/** What stands in the way of a template now; null: nothing, or it is not known yet. */
export function obstacleOf(
  outlook: SendOutlook | undefined,
  { wabaId, category }: Pick<Template, 'wabaId' | 'category'>,
): SendObstacle | null {
  const account = outlook?.accounts.find(each => each.wabaId === wabaId);
  return (isMarketing({ category }) ? account?.marketing : account?.utility) ?? null;
}

/** What is not known to be anything else counts as advertising, as on the server. */
export const isMarketing = ({ category }: Pick<Template, 'category'>): boolean =>
  category !== 'UTILITY' && category !== 'AUTHENTICATION';
