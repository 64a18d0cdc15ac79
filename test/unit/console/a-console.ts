import { createHash } from 'node:crypto';
import { type ConsoleDependencies, consoleApi } from '../../../functions/console/console-api.ts';
import type { FindingsView } from '../../../functions/console/review-views.ts';
import { dateCounter, preservationCounter } from '../../../functions/deadlines/index.ts';
import { changePreparer, changesByHand, copyReader } from '../../../functions/fulfilment/index.ts';
import { holdChanger } from '../../../functions/holds/change-hold.ts';
import { holdFinder } from '../../../functions/holds/check-holds.ts';
import { heldRecordFinder, preservationKeeper } from '../../../functions/holds/index.ts';
import { verifiedIdentifiers } from '../../../functions/identity/index.ts';
import { reportMaker } from '../../../functions/reports/index.ts';
import { commandHandler, staffRoles } from '../../../functions/requests/index.ts';
import type { Organisation } from '../../../functions/shared/organisation.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { FakeFindings } from '../../support/fake-findings-store.ts';
import { fakeHoldStore } from '../../support/fake-hold-store.ts';
import { FakeOutboxStore } from '../../support/fake-outbox-store.ts';
import { fakeRedactionStore } from '../../support/fake-redaction-store.ts';
import { RequestsInMemory } from './requests-in-memory.ts';

export const now = '2026-11-16T10:00:00.000Z';

/** A company with one store, two collections and one mail. */
export const anOrganisation = {
  id: 'test',
  name: 'Test Company',
  controller: { name: 'Test Ltd', address: '1 Quay', email: 'privacy@test.example' },
  languages: ['en'],
  defaultLanguage: 'en',
  law: 'gdpr',
  laws: {
    gdpr: {
      id: 'gdpr',
      title: 'GDPR',
      territory: ['IE'],
      calendar: 'ie',
      timeZone: 'Europe/Dublin',
      source: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
      answer: { within: { months: 1 }, article: 'Art. 12(3)', verification: 'statute' },
      start: { from: 'receipt', article: 'Art. 12(3)', verification: 'statute' },
      rollOver: { toWorkingDay: true, article: 'Art. 3', verification: 'statute' },
      extension: {
        by: { months: 2 },
        earlierOfTwoReadings: true,
        grounds: ['complexity', 'number_of_requests'],
        mustName: ['new_date', 'reasons'],
        article: 'Art. 12(3)',
        verification: 'statute',
      },
      rights: [],
      refusal: { mustName: ['reasons'], article: 'Art. 12(4)', verification: 'statute' },
    },
  },
  office: { country: 'IE', timeZone: 'Europe/Dublin', calendar: 'ie' },
  otherLaws: [],
  calendars: { ie: { id: 'ie', weekend: [6, 7], holidays: [] } },
  complaints: {
    authority: { en: 'the authority' },
    authorityUrl: 'https://authority.example',
    court: { en: 'Courts.' },
  },
  processing: { transfers: { en: '' }, automatedDecisions: { en: '' }, backups: { en: '' } },
  recipients: [],
  messageTexts: [],
  refusalReasons: { excessive: { en: 'you asked too often' } },
  messages: {
    en: {
      refusal: { subject: 'About {reference}', body: [{ paragraph: 'Reason: {reason}' }] },
      extension_notice: {
        subject: 'About {reference}',
        body: [{ paragraph: '{replyBy, date, long}: {extensionReason}. {authority} {authorityUrl}' }],
      },
    },
  },
  retention: { exportDays: 14, unconfirmedDays: 7, recordMonths: 36 },
  rights: [
    {
      right: 'access',
      article: 'Art. 15',
      actions: { registration: { action: 'return' }, transactions: { action: 'return' } },
    },
  ],
  categories: [
    { key: 'registration', name: { en: 'Registration' } },
    { key: 'transactions', name: { en: 'Orders' } },
  ],
  dataMap: {
    stores: [{ id: 'trade', kind: 's3', bucket: 'b' }],
    accountDirectory: { collection: 'members.member', identity: 'email' },
    collections: [
      {
        id: 'members.member',
        store: 'members',
        location: 'member',
        title: { en: 'Account' },
        primaryKey: ['id'],
        fields: [{ name: 'name', title: { en: 'Name' }, category: 'registration' }],
      },
      {
        id: 'trade.orders',
        store: 'trade',
        location: 'orders',
        title: { en: 'Orders' },
        primaryKey: ['id'],
        fields: [{ name: 'id', category: 'transactions' }],
      },
    ],
  },
} as unknown as Organisation;

/** The staff API on fakes; a bearer token `a.<role>.<id>` is somebody signed in. */
export function aConsole(change: Partial<ConsoleDependencies> = {}) {
  const requests = new RequestsInMemory();
  const outbox = new FakeOutboxStore();
  const holds = fakeHoldStore();
  const redactions = fakeRedactionStore();
  const addresses = new Map<string, string>();
  const submissions = new Map<string, readonly object[]>();
  let made = 0;
  const pages: Record<string, Pick<FindingsView, 'findings' | 'cursor'>> = {};
  const organisation = change.organisation ?? anOrganisation;
  const changeHold = holdChanger({ holds, now: () => now });
  const handle = commandHandler({
    requests,
    now: () => now,
    countDates: dateCounter(organisation),
    countPreservation: preservationCounter(organisation),
  });
  const findings = {
    async *streamFindings(_: string, collection: string) {
      yield pages[collection]?.findings ?? [];
    },
  };
  const api = consoleApi({
    verifyToken: async (token) => {
      const [, role, id] = token.split('.');
      if (id === undefined || id === 'expired') return undefined;
      return { id, roles: staffRoles.filter((known) => known === role) };
    },
    verifyAddress: async (idToken, { id }) =>
      idToken === `id.token.${id}` ? new Sensitive(`${id}@staff.example`) : undefined,
    staffAddresses: { note: async (id, address) => void addresses.set(id, address.reveal()) },
    requests,
    handle,
    outbox,
    attachments: {
      linkTo: async (requestId, id, { fileName }) =>
        new Sensitive(`https://files.example/${requestId}/${id}?as=${fileName}`),
    },
    readFindings: async (_, collection, { cursor = '' }) => pages[`${collection}${cursor}`] ?? { findings: [] },
    copiesOf: copyReader({
      organisation,
      findings: new FakeFindings(),
      identifiers: { of: async () => new Sensitive({}) },
    }),
    redactions,
    submissions: { write: async (id, name, records) => void submissions.set(`${id} ${name}`, records) },
    changes: changePreparer({
      organisation,
      requests,
      identifiers: verifiedIdentifiers({ requests }),
      findings,
    }),
    changesByHand: changesByHand({
      dataMap: organisation.dataMap,
      findings,
      requests,
      holds,
      heldRecords: heldRecordFinder({ companiesOf: async () => [], dataMap: organisation.dataMap }),
    }),
    newId: () => `list-${++made}`,
    previewErasure: async () => undefined,
    countConsequences: async () => [],
    dependentsOf: () => [],
    holds,
    changeHold,
    keepPreserved: preservationKeeper({
      requests,
      handle,
      holds,
      changeHold,
      laws: organisation.laws,
      now: () => now,
    }),
    findHolds: holdFinder({ holds, companiesOf: async () => [], dataMap: organisation.dataMap }),
    keyedHash: { of: async (purpose, value) => createHash('sha256').update(`${purpose} ${value}`).digest('hex') },
    makeReport: reportMaker({ between: async () => [], openDue: async () => 0 }),
    organisation,
    siteUrl: 'https://site.example',
    now: () => now,
    ...change,
  });

  const call = async (who: string, method: string, path: string, body?: unknown) => {
    const response = await api.request(`/api/staff${path}`, {
      method,
      headers: {
        authorization: `Bearer a.${who}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined, headers: response.headers };
  };
  return { api, handle, submissions, requests, outbox, holds, pages, redactions, addresses, call };
}
