import { randomUUIDv7 } from 'node:crypto';
import * as figures from '../db/number-figures.ts';
import * as portfolios from '../db/portfolios.ts';
import * as sealed from '../db/sealed-values.ts';
import * as apps from '../db/whatsapp-apps.ts';
import * as notices from '../db/whatsapp-notices.ts';
import * as numbers from '../db/whatsapp-numbers.ts';
import { NOW } from './merchants.ts';
import type { TenantCase } from './tenant-cases.ts';

const TOKENS = sealed.SEALED_COLUMNS.find(({ name }) => name === 'whatsapp_numbers')!;
const fresh = () => randomUUIDv7();
const EARLIER = new Date(NOW.getTime() - 1000);

/** Of WhatsApp's apps and numbers. */
export const WHATSAPP_CASES: Record<string, TenantCase[]> = {
  insertApp: [tx => apps.insertApp(tx, { id: fresh(), appId: 'app', appSecret: Buffer.from('s'), now: NOW })],
  listApps: [tx => apps.listApps(tx)],
  listSigningApps: [tx => apps.listSigningApps(tx)],
  lockApp: [(tx, { appId }) => apps.lockApp(tx, appId)],
  changeApp: [(tx, { appId }) => apps.changeApp(tx, appId, { name: 'Mallory', removedAt: NOW })],
  finishSetups: [tx => apps.finishSetups(tx, NOW)],

  insertNumber: [
    (tx, { number }) => numbers.insertNumber(tx, { ...number, ...NEW, id: fresh(), phoneNumberId: fresh() }),
  ],
  changeNumber: [(tx, { number }) => numbers.changeNumber(tx, number.id, { disconnectedAt: NOW })],
  listNumbers: [tx => numbers.listNumbers(tx)],
  findNumberByPhoneId: [(tx, { number }) => numbers.findNumberByPhoneId(tx, number.phoneNumberId)],
  hasNumber: [tx => numbers.hasNumber(tx)],
  lockNumber: [
    (tx, { number }) => numbers.lockNumber(tx, { id: number.id }),
    (tx, { number }) => numbers.lockNumber(tx, { phoneNumberId: number.phoneNumberId }),
  ],
  setDefaultNumber: [
    (tx, { unfinishedId }) => numbers.setDefaultNumber(tx, unfinishedId),
    tx => numbers.setDefaultNumber(tx, null),
  ],

  insertRoute: [
    (tx, { merchantId }) => numbers.insertRoute(tx, { kind: 'waba', externalId: merchantId, rowId: fresh() }),
  ],
  claimRoute: [(tx, { route }) => numbers.claimRoute(tx, { ...route, rowId: fresh() })],
  dropRoutes: [
    (tx, { route }) => numbers.dropRoutes(tx, 'phone_number', { externalId: route.externalId }),
    (tx, { route }) => numbers.dropRoutes(tx, 'phone_number', { rowId: route.rowId, keep: [] }),
  ],

  lockSealedOtherwise: [tx => sealed.lockSealedOtherwise(tx, TOKENS, Buffer.from('other'))],
  saveSealed: [(tx, { number }) => sealed.saveSealed(tx, TOKENS, number.id, Buffer.from('new'))],

  portfolioOfAccount: [
    async (tx, { number }) => {
      await portfolios.setPortfolio(tx, number.wabaId, 'portfolio');
      return portfolios.portfolioOfAccount(tx, number.wabaId);
    },
  ],
  setPortfolio: [(tx, { number }) => portfolios.setPortfolio(tx, number.wabaId, 'portfolio')],
  setMessagingLimit: [(tx, { number }) => portfolios.setMessagingLimit(tx, number.wabaId, 250)],
  takeKnownLimit: [
    async (tx, { number, unfinishedId }) => {
      await portfolios.setPortfolio(tx, number.wabaId, 'portfolio');
      await numbers.changeNumber(tx, unfinishedId, { messagingLimit: 250 });
      return portfolios.takeKnownLimit(tx, 'portfolio');
    },
  ],
  moveUsage: [(tx, { number }) => portfolios.moveUsage(tx, number.wabaId, 'portfolio')],
  addPortfolio: [tx => portfolios.addPortfolio(tx, 'another portfolio')],
  dropPortfolios: [tx => portfolios.dropPortfolios(tx)],

  usedSince: [tx => figures.usedSince(tx, EARLIER)],
  countWaiting: [(tx, { number }) => figures.countWaiting(tx, [number.id])],

  insertNotice: [
    tx =>
      notices.insertNotice(tx, {
        id: fresh(),
        wabaId: 'waba',
        numberId: null,
        severity: 'info',
        title: 'Title',
        words: 'Words',
        at: NOW,
      }),
    (tx, { number }) =>
      notices.insertNotice(tx, {
        id: fresh(),
        wabaId: 'waba',
        numberId: number.id,
        severity: 'info',
        title: 'Title',
        words: 'Words',
        at: NOW,
      }),
  ],
  listNotices: [tx => notices.listNotices(tx)],
  dismissNotice: [(tx, { noticeId }) => notices.dismissNotice(tx, noticeId, NOW)],
};

const NEW = { accessToken: Buffer.from('s'), now: NOW };
