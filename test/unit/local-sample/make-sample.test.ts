import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { lastDay, sampleTables, wellKnown } from '../../../local/sample/index.ts';
import { makeSample, type Sample } from '../../../local/sample/make-sample.ts';
import { compileOrganisation } from '../../../policy/compiler/index.ts';

const sample = makeSample('default');

describe('the sample', () => {
  it('is the same every time', () => {
    expect(digest(makeSample('default'))).toBe(digest(sample));
  });

  it('has the sizes its README states', () => {
    expect(sample.companies).toHaveLength(60);
    expect(sample.members).toHaveLength(150);
    expect([...sample.orders()]).toHaveLength(1000);
    const days = [...sample.logs()];
    expect(days).toHaveLength(31);
    expect(days.reduce((sum, { lines }) => sum + lines.length, 0)).toBe(10_000);
    expect(days.at(-1)?.day).toBe(lastDay);
  });

  it('has the large size that is asked of it', () => {
    const large = makeSample('large');
    expect(large.companies.length).toBeGreaterThanOrEqual(2000);
    expect(large.members.length).toBeGreaterThanOrEqual(5000);
    expect(count(large.orders())).toBeGreaterThanOrEqual(50_000);
    let lines = 0;
    for (const day of large.logs()) lines += day.lines.length;
    expect(lines).toBeGreaterThanOrEqual(500_000);
  });

  it('keeps the well-known people the same in every size', () => {
    const large = makeSample('large');
    const known = wellKnown.filter(({ account }) => account).length;
    expect(large.members.slice(0, known).map(({ member }) => [member.email, member.name])).toEqual(
      sample.members.slice(0, known).map(({ member }) => [member.email, member.name]),
    );
    expect(wellKnown).toHaveLength(12);
  });

  it('belongs together: every reference leads to a record', () => {
    const companies = new Set(sample.companies.map(({ company_id }) => company_id));
    const members = new Set(sample.members.map(({ member }) => member.member_id));
    const devices = new Set(sample.members.flatMap((made) => made.devices.map(({ device_id }) => device_id)));
    for (const { member } of sample.members) expect(!member.company_id || companies.has(member.company_id)).toBe(true);
    for (const { buyer_company_id, seller_company_id } of sample.orders()) {
      expect(companies.has(buyer_company_id) && companies.has(seller_company_id)).toBe(true);
      expect(buyer_company_id).not.toBe(seller_company_id);
    }
    for (const { member_id } of sample.consumption()) expect(members.has(member_id)).toBe(true);
    for (const { lines } of sample.logs()) expect(lines.every(({ device_id }) => devices.has(device_id))).toBe(true);
  });

  it('names no real domain, and every address once', () => {
    const emails = sample.members.map(({ member }) => member.email);
    expect(new Set(emails).size).toBe(emails.length);
    for (const email of [...emails, ...[...sample.messages()].map(({ sender_email }) => sender_email)])
      expect(email).toMatch(/^[\w.-]+@[\w.-]+\.example$/);
  });

  it('holds both languages', () => {
    const names = sample.members.map(({ member }) => member.name);
    expect(names.filter((name) => /[\u4e00-\u9fff]/.test(name)).length).toBeGreaterThan(40);
    expect(names.filter((name) => /^[A-Z]/.test(name)).length).toBeGreaterThan(40);
  });

  it('has the tables, keys and fields that the data map describes', () => {
    const compiled = compileOrganisation('policy/ferronex');
    const collections = compiled.ok ? compiled.value.dataMap.collections : [];
    const made = sample.members[0];
    if (!made) throw new Error('no member');
    const records = {
      members: made.member,
      devices: made.devices[0],
      vouchers: made.vouchers[0],
      authentications: made.authentications[1],
    };
    for (const [name, table] of Object.entries(sampleTables)) {
      const binding = collections.find(({ store, location }) => store === 'members' && location === name);
      expect(binding?.primaryKey).toEqual([table.partitionKey, ...('sortKey' in table ? [table.sortKey] : [])]);
      expect(binding?.indexes ?? {}).toEqual(
        Object.fromEntries(table.indexes.map((index) => [index.partitionKey, index.name])),
      );
      expect(binding?.keyOnlyIndexes ?? []).toEqual(
        table.indexes.filter(({ projection }) => projection === 'KEYS_ONLY').map((index) => index.name),
      );
      const mapped = binding?.fields.map((field) => field.name) ?? [];
      expect(
        Object.keys(records[name as keyof typeof records] ?? {}).filter((field) => !mapped.includes(field)),
      ).toEqual([]);
    }
  });
});

function digest(made: Sample): string {
  const hash = createHash('sha256');
  for (const part of [
    made.companies,
    made.members,
    made.orders(),
    made.consumption(),
    made.listings(),
    made.messages(),
    made.companyMaterial(),
    made.logs(),
  ])
    for (const item of part) hash.update(JSON.stringify(item));
  return hash.digest('hex');
}

function count(items: Iterable<unknown>): number {
  let length = 0;
  for (const _ of items) length++;
  return length;
}
