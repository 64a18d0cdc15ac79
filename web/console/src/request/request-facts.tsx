import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { RequestView, SubjectView } from '../../../../functions/console/views.ts';
import { day } from '../dates.ts';
import { hrefOf, useFollow } from '../use-follow.ts';
import { accounts, identityMethods, restrictionGrounds } from '../words.ts';
import { isAnsweredInWords } from './asked-rights.ts';
import { SubjectLookup } from './subject-lookup.tsx';
import type { Desk } from './use-desk.ts';

interface Props {
  readonly desk: Desk;
  readonly view: RequestView;
}

/** What was asked, how identity was verified, which holds apply, and, on request, who asked. */
export function RequestFacts({ desk, view }: Props) {
  const follow = useFollow();
  const titles = new Map(view.collections.map(({ id, title }) => [id, title]));
  const items: KeyValuePairsProps.Item[] = [
    { label: 'Data asked for', value: dataAskedFor(view) },
    { label: 'Period', value: periodOf(view) },
    ...(view.options.length > 0
      ? [{ label: 'Functions and uses', value: view.options.map(({ name }) => name).join(', ') }]
      : []),
    ...(view.restrictionGround ? [{ label: 'Ground', value: restrictionGrounds[view.restrictionGround] }] : []),
    { label: 'Language of the answer', value: languageName(view.language) },
    { label: 'Identity', value: identityOf(view) },
    { label: 'Assignee', value: view.assignee ?? 'Nobody' },
    ...(view.followUps ?? []).map(({ requestId, reference, right }) => ({
      label: right === 'appeal' ? 'Appeal against the answer' : 'Complaint about the answer',
      value: (
        <Link href={hrefOf(`/requests/${requestId}`)} onFollow={follow}>
          {reference}
        </Link>
      ),
    })),
    ...view.holds.map(({ name, collections }) => ({
      label: name === undefined ? 'Legal hold' : `Legal hold: ${name}`,
      value: collections.map((id) => titles.get(id) ?? id).join(', ') || 'The whole request',
    })),
  ];
  return (
    <Container header={<Header variant="h2">Request</Header>}>
      <SpaceBetween size="m">
        <KeyValuePairs columns={1} items={items} />
        <SubjectLookup
          desk={desk}
          view={view}
          button="Show who asked"
          notice="Looking it up is written to the timeline."
        >
          {(subject) => <WhoAsked subject={subject} />}
        </SubjectLookup>
      </SpaceBetween>
    </Container>
  );
}

function WhoAsked({ subject }: { readonly subject: SubjectView }) {
  return (
    <KeyValuePairs
      columns={1}
      items={[
        { label: 'Email', value: subject.email },
        { label: 'Name', value: subject.name ?? 'Not given' },
        ...(subject.agent
          ? [
              { label: 'Asked by', value: subject.agent.name },
              { label: 'Statement', value: subject.agent.statement },
            ]
          : []),
        ...(subject.objection ? [{ label: 'Why they object', value: <Written text={subject.objection} /> }] : []),
        ...(subject.restriction
          ? [{ label: 'What the restriction is about', value: <Written text={subject.restriction} /> }]
          : []),
        ...(subject.note ? [{ label: 'Note', value: subject.note }] : []),
      ]}
    />
  );
}

function dataAskedFor({ rights, categories }: RequestView): string {
  if (isAnsweredInWords(rights)) return 'None';
  return categories.map(({ name }) => name).join(', ') || 'All';
}

/** Text as the member wrote it, with its lines. */
function Written({ text }: { readonly text: string }) {
  return (
    <div className="mail-text" dir="auto">
      {text}
    </div>
  );
}

function periodOf({ period }: RequestView): string {
  if (!period?.from && !period?.to) return 'All times';
  return [period.from && `from ${day(period.from)}`, period.to && `to ${day(period.to)}`].filter(Boolean).join(' ');
}

function identityOf({ identity, identityQuestion }: RequestView): string {
  if (identity) return `${identityMethods[identity.method]}. ${accounts[identity.account]}.`;
  return identityQuestion ? 'No account has the confirmed address' : 'Not verified yet';
}

const languageNames = new Intl.DisplayNames(['en'], { type: 'language' });
const languageName = (code: string): string => languageNames.of(code) ?? code;
