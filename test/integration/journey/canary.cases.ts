import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  approve,
  askAndConfirm,
  linkToPackage,
  signInStaff,
  untilInReview,
  writeMessage,
} from '../../support/journey.ts';
import { readZip } from '../../support/read-zip.ts';
import { storedItems } from '../../support/stored-items.ts';
import type { TestCloud } from '../../support/test-cloud.ts';
import { objectsOf } from './answer.cases.ts';
import { addMember } from './privacy.cases.ts';

/** Where personal data belongs; it must be in no other place. */
const form = { email: 'zephyrine.quill@canary-form.example', name: 'Zephyrine Quillfeather' };
const agent = { name: 'Bartholomew Oddfellow', statement: 'She asked me, signed Ottoline Umbrage' };
const written = { message: 'Please ask Persephone Larkspur', file: 'Larkspur licence.txt' };
/** Of staff for staff: in nothing that the member gets. */
const note = 'Hyacinth Nightjar doubts it';
const stored = { phone: '+353 1 555 0199', address: '77 Canary Wharf Yard', job_title: 'Keeper of Canaries' };
const canaries = [
  'zephyrine.quill',
  'canary-form',
  'Quillfeather',
  'Oddfellow',
  'Umbrage',
  '555 0199',
  'Canary Wharf',
  'Keeper of Canaries',
  'Larkspur',
  'Nightjar',
];

/** Comes last: reads what all cases before left behind, too. */
export function canaryCases(running: () => TestCloud): void {
  it('leaves personal data in no log, history, event, key, object name or address', async () => {
    const cloud = running();
    await addMember(cloud, { ...form, ...stored });
    const { member, reference } = await askAndConfirm(cloud, { ...form, agent });
    const staff = await signInStaff(cloud, 'agent');
    const { id } = await untilInReview(staff, reference);
    expect((await staff.call('POST', `/requests/${id}/subject`)).body).toMatchObject({ ...form, agent });
    await writeMessage(member, written.message, [new File([written.message], written.file)]);
    expect((await staff.command(id, { type: 'add_note', words: note })).status).toBe(200);
    expect((await staff.request(id)).messages).toMatchObject([{ text: written.message }]);
    await approve(cloud, staff, id);
    const link = await linkToPackage(cloud, member);
    const bytes = await downloadAgain(link);
    // The canaries do sing where they should: else this test would prove nothing.
    const packed = [...readZip(bytes).values()].join('\n');
    for (const part of ['zephyrine.quill', 'Quillfeather', '555 0199', 'Canary Wharf']) expect(packed).toContain(part);
    for (const page of ['/status', '/messages', '/data'])
      expect((await member.open(page)).html).not.toContain('Nightjar');
    expect(packed).not.toContain('Nightjar');

    expect(found(String(link))).toEqual([]);
    for (const key of await objectsOf(cloud)) expect(found(key)).toEqual([]);

    const items = storedItems(cloud);
    const all = await items.all();
    items.close();
    const singing = all.filter((item) => found(JSON.stringify(item)).length > 0);
    expect(singing.map(({ sk }) => sk).toSorted()).toEqual([
      expect.stringMatching(/^SEALED#attachment-/),
      expect.stringMatching(/^SEALED#message-/),
      'SEALED#subject',
      expect.stringMatching(/^SEALED#words-/),
    ]);
    for (const { pk, sk, queuePk, queueSk, duePk, dueSk, subjectPk, subjectSk } of all) {
      expect(found(JSON.stringify({ pk, sk, queuePk, queueSk, duePk, dueSk, subjectPk, subjectSk }))).toEqual([]);
    }

    expect(found(JSON.stringify(cloud.deadLetters()))).toEqual([]);
    expect(found(cloud.said.join('\n'))).toEqual([]);
    // Function logs, execution histories, queued events, stream checkpoints, schedules, dead letters.
    const looked = ['logs', 'step-functions', 'events'].flatMap((folder) => filesIn(join(cloud.dataDir, folder)));
    expect(looked.filter((file) => file.endsWith('.log')).length).toBeGreaterThan(10);
    expect(looked.some((file) => file.endsWith('executions.sqlite'))).toBe(true);
    for (const file of looked) expect([file, found(readFileSync(file).toString('latin1'))]).toEqual([file, []]);
    const histories = looked
      .filter((file) => file.includes('executions.sqlite'))
      .map((file) => readFileSync(file).toString('latin1'));
    expect(histories.some((history) => history.includes(id))).toBe(true);
  });
}

async function downloadAgain(link: URL): Promise<Buffer> {
  return Buffer.from(await (await fetch(link)).arrayBuffer());
}

function found(text: string): string[] {
  const lower = text.toLowerCase();
  return canaries.filter((canary) => {
    const plain = canary.toLowerCase();
    return [plain, encodeURIComponent(plain).toLowerCase(), plain.replaceAll(' ', '+')].some((form) =>
      lower.includes(form),
    );
  });
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}
