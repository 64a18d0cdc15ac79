import { expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import {
  askAndConfirm,
  mailsOf,
  signInStaff,
  untilInReview,
  untilRequest,
  untilStatus,
  untilTold,
} from '../../support/journey.ts';
import type { MemberStores, Row } from '../../support/member-stores.ts';
import type { TestCloud } from '../../support/test-cloud.ts';

interface Running {
  readonly cloud: TestCloud;
  readonly stores: MemberStores;
  readonly passWaitingDays: () => Promise<void>;
}

const inUse = ({ status }: Row) => status === 'active';

/** Accounts that are cancelled: with a company that stays, and with one that goes. */
export function cancellationCases(running: () => Running): void {
  async function approved(email: string, settle: 'close_company' | undefined) {
    const { cloud } = running();
    const agent = await signInStaff(cloud, 'agent');
    const { reference, member } = await askAndConfirm(cloud, { email, rights: ['account_cancellation'] });
    const review = await untilInReview(agent, reference);
    if (settle) {
      const early = await agent.command(review.id, { type: 'approve' });
      expect([early.status, early.body]).toMatchObject([422, { code: 'handover_needed' }]);
      expect((await agent.command(review.id, { type: settle })).status).toBe(200);
    }
    expect((await agent.command(review.id, { type: 'approve' })).status).toBe(200);
    const approver = await signInStaff(cloud, 'approver');
    expect((await approver.command(review.id, { type: 'approve_answer' })).status).toBe(200);
    await untilStatus(approver, review.id, 'fulfilling');
    return { review, member };
  }

  async function erased(id: string) {
    const { cloud, passWaitingDays } = running();
    await passWaitingDays();
    return untilStatus(await signInStaff(cloud, 'agent'), id, 'partly_completed');
  }

  it('the last member goes with the listings; what the law keeps stays, and the account is closed', async () => {
    const { stores, cloud } = running();
    const before = await stores.read();
    const members = before['members.members'] ?? [];
    const listed = new Set((before['trade.listings'] ?? []).map(({ company_id }) => company_id));
    const alone = members.find(
      (row) =>
        inUse(row) &&
        listed.has(row.company_id) &&
        members.filter(({ company_id }) => company_id === row.company_id).length === 1,
    );
    if (!alone) throw new Error('nobody is alone in a company');
    const ofCompany = ({ company_id }: Row) => company_id === alone.company_id;

    const { review } = await approved(String(alone.email), undefined);
    expect(review.company).toMatchObject({ others: 0, needsHandover: false, isLast: true });
    expect((await stores.read())['trade.listings']?.filter(ofCompany).length).toBeGreaterThan(0);
    const { erasing } = await erased(review.id);
    expect(erasing?.recipients).toMatchObject({
      'authentication-bureau': { outcome: expect.stringMatching(/^(told|completed)$/) },
    });

    const after = await stores.read();
    const account = after['members.members']?.find(({ member_id }) => member_id === alone.member_id);
    // Of the account stays what holds kept records together; it is closed, and says nothing of anybody.
    expect(account).toMatchObject({ status: 'closed' });
    expect(account?.email).not.toBe(alone.email);
    for (const field of ['name', 'phone', 'address', 'company_id', 'role']) expect(account?.[field] ?? null).toBeNull();
    expect(after['trade.listings']?.filter(ofCompany)).toEqual([]);
    expect(
      after['archive.company_material']?.filter(({ key }) => String(key).includes(`/${alone.company_id}/`)),
    ).toEqual([]);
    expect(after['trade.companies']?.filter(ofCompany)).toHaveLength(1);
    expect(after['trade.orders']).toHaveLength(before['trade.orders']?.length ?? 0);
    const ofMember = ({ member_id }: Row) => member_id === alone.member_id;
    expect(after['members.devices']?.filter(ofMember)).toEqual([]);
    expect(after['members.vouchers']?.filter(ofMember)).toHaveLength(
      before['members.vouchers']?.filter(ofMember).length ?? 0,
    );
    const others = (rows: readonly Row[] | undefined) => rows?.filter(({ member_id }) => member_id !== alone.member_id);
    expect(others(after['members.members'])).toEqual(others(before['members.members']));
    const mails = (await mailsOf(cloud, review.id)).map(({ milestone }) => milestone);
    expect(mails).toEqual(expect.arrayContaining(['cancellation_scheduled', 'account_cancelled']));
  });

  it('a last administrator cannot leave colleagues behind; closed by staff, the company goes and their accounts stay', async () => {
    const { stores } = running();
    const members = (await stores.read())['members.members'] ?? [];
    const leading = members.find(
      (row) =>
        inUse(row) &&
        row.role === 'admin' &&
        members.some((other) => inUse(other) && other !== row && other.company_id === row.company_id) &&
        !members.some(
          (other) => inUse(other) && other !== row && other.company_id === row.company_id && other.role !== 'employee',
        ),
    );
    if (!leading) throw new Error('no company has just one administrator');
    const colleagues = (rows: readonly Row[] | undefined) =>
      rows?.filter(({ company_id, member_id }) => company_id === leading.company_id && member_id !== leading.member_id);
    const before = colleagues(members);

    const { review } = await approved(String(leading.email), 'close_company');
    expect(review).toMatchObject({ next: 'settle_company', company: { administrators: 0, needsHandover: true } });
    await erased(review.id);
    const after = await stores.read();
    expect(after['trade.listings']?.filter(({ company_id }) => company_id === leading.company_id)).toEqual([]);
    expect(colleagues(after['members.members'])).toEqual(before);
  });

  it('of two last administrators who cancel in the same days one goes; the other is stopped, and nothing of it deleted', async () => {
    const { stores, cloud, passWaitingDays } = running();
    const members = ((await stores.read())['members.members'] ?? []).filter(inUse);
    const colleaguesOf = ({ company_id }: Row) => members.filter((other) => other.company_id === company_id);
    const leads = ({ role }: Row) => role !== 'employee';
    const led = members.map(colleaguesOf).find((all) => all.filter(leads).length === 2 && all.length > 2);
    const emails = led?.filter(leads).map(({ email }) => String(email)) ?? [];
    expect(emails).toHaveLength(2);
    const ids: string[] = [];
    for (const email of emails) {
      const { review } = await approved(email, undefined);
      expect(review.company).toMatchObject({ administrators: 1, needsHandover: false });
      ids.push(review.id);
    }
    await passWaitingDays();

    const agent = await signInStaff(cloud, 'agent');
    const statuses = () => Promise.all(ids.map(async (id) => (await agent.request(id)).status));
    const done = async () => (await statuses()).indexOf('partly_completed');
    await eventually('one of them is cancelled', async () => (await done()) >= 0, 120_000, 200);
    // Who came second, while the first had the turn, is tried again after some minutes.
    await cloud.advanceClock(20 * 60_000);
    const [gone, stopped] = (await done()) === 0 ? [0, 1] : [1, 0];
    const id = String(ids[stopped]);
    const view = await untilRequest(agent, id, 'is stopped', ({ company }) => company?.changed === true);
    expect(view).toMatchObject({ status: 'in_review', next: 'settle_company', company: { administrators: 0 } });
    expect(view.erasing).toBeUndefined();
    expect(view.timeline.map(({ event }) => event.type)).not.toContain('ErasureStarted');
    await untilTold(cloud, id, 'cancellation_stopped');

    const after = (await stores.read())['members.members'] ?? [];
    const accountOf = (index: number) => after.find(({ email }) => email === emails[index]);
    expect(accountOf(gone)).toBeUndefined();
    expect(accountOf(stopped)).toEqual(members.find(({ email }) => email === emails[stopped]));
    const answer = await agent.command(id, { type: 'approve' });
    expect([answer.status, answer.body]).toMatchObject([422, { code: 'handover_needed' }]);
  });
}
