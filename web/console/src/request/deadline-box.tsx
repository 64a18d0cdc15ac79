import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { RequestView } from '../../../../functions/console/views.ts';
import { day, instant } from '../dates.ts';
import { deadlineDates, deadlineStep, verifications } from '../deadline-words.ts';
import { DueDate } from '../due-date.tsx';
import { problem as problemWords } from '../problem-words.ts';
import { extensionGrounds } from '../words.ts';
import { CorrectLawForm } from './correct-law-form.tsx';
import { ExtendForm } from './extend-form.tsx';
import type { Desk } from './use-desk.ts';

type Step = RequestView['deadline']['explanation'][number];

/** How one date came about, with the rule's place in the law and how well it is known. */
function Steps({ title, steps }: { readonly title: string; readonly steps: readonly Step[] }) {
  if (steps.length === 0) return null;
  return (
    <Box>
      <Box variant="h4">{title}</Box>
      <ol>
        {steps.map((step) => (
          <li key={`${step.rule}-${step.date}`}>
            {deadlineStep(step)}: <strong>{day(step.date)}</strong>
            <Box color="text-body-secondary" fontSize="body-s">
              {step.article}
              {step.verification === 'statute' ? '' : `. ${verifications[step.verification]}`}
            </Box>
          </li>
        ))}
      </ol>
    </Box>
  );
}

/** When the answer is due, under which law and why that, how the date came about, and what can be changed about it. */
export function DeadlineBox({ desk, view }: { readonly desk: Desk; readonly view: RequestView }) {
  const { deadline, may } = view;
  const [form, setForm] = useState<'extend' | 'law'>();
  const close = () => setForm(undefined);
  const { extension, pausedSince, preservation } = deadline;
  return (
    <Container header={<Header variant="h2">Deadline</Header>}>
      <SpaceBetween size="s">
        <KeyValuePairs
          columns={1}
          items={[
            { label: 'Answer due by the end of', value: <DueDate request={deadline} /> },
            { label: 'Received', value: instant(view.receivedAt) },
            { label: 'Law', value: [deadline.law, deadline.article].filter(Boolean).join(', ') },
            { label: 'Why this law', value: <WhyThisLaw chosen={deadline.chosen} /> },
            ...(extension
              ? [
                  {
                    label: 'Extended',
                    value: `${extensionGrounds[extension.reason] ?? extension.reason}. By ${extension.by}, ${instant(extension.at)}`,
                  },
                ]
              : deadline.extensionNoticeBy === undefined
                ? []
                : [{ label: 'Can be extended until', value: day(deadline.extensionNoticeBy) }]),
            ...(deadline.acknowledgeBy === undefined
              ? []
              : [{ label: 'Receipt to be confirmed by', value: day(deadline.acknowledgeBy) }]),
            ...(deadline.refuseBy === undefined
              ? []
              : [{ label: 'A refusal must be sent by', value: `${day(deadline.refuseBy)}, also after an extension` }]),
            { label: 'Record of the request', value: <RecordKept record={deadline.record} /> },
          ]}
        />
        {extension?.words !== undefined && <p className="mail-text">{extension.words}</p>}
        {preservation && (
          <StatusIndicator type={preservation.endedAt ? 'stopped' : 'info'} wrapText>
            {preservation.endedAt
              ? `What was refused was kept by law until ${instant(preservation.endedAt)}`
              : preservation.until === undefined
                ? 'The law keeps what was refused until no recourse is left: release its hold under Legal holds then'
                : `The law keeps what was refused until ${day(preservation.until)}`}{' '}
            {preservation.article && `(${preservation.article})`}
          </StatusIndicator>
        )}
        {pausedSince !== undefined && (
          <StatusIndicator type="pending" wrapText>
            The time stands still since {instant(pausedSince)}, until the member answers
          </StatusIndicator>
        )}
        {form === 'extend' && <ExtendForm desk={desk} view={view} close={close} />}
        {form === 'law' && <CorrectLawForm desk={desk} view={view} close={close} />}
        {form === undefined && (
          <SpaceBetween direction="horizontal" size="xs">
            {may.extend_deadline === 'yes' && <Button onClick={() => setForm('extend')}>Extend</Button>}
            {may.correct_law === 'yes' && deadline.laws.length > 1 && (
              <Button variant="link" onClick={() => setForm('law')}>
                Correct the law
              </Button>
            )}
          </SpaceBetween>
        )}
        {whyNotExtended.has(may.extend_deadline) && (
          <Box color="text-body-secondary" fontSize="body-s">
            {problemWords(may.extend_deadline)}
          </Box>
        )}
        <ExpandableSection headerText="How was this calculated?" headingTagOverride="h3">
          <SpaceBetween size="s">
            {deadline.explanation.length === 0 ? (
              <Box>The rules have changed since this date was promised to the member; the date stands.</Box>
            ) : (
              deadlineDates.map(([of, title]) => (
                <Steps key={of} title={title} steps={deadline.explanation.filter((step) => step.of === of)} />
              ))
            )}
            <Box fontSize="body-s">The day ends in the time zone {deadline.timeZone}.</Box>
            <StatusIndicator type={deadline.verification === 'statute' ? 'success' : 'warning'} wrapText>
              {verifications[deadline.verification]}
            </StatusIndicator>
            {/^https?:/.test(deadline.source) && (
              <Link href={deadline.source} external externalIconAriaLabel="Opens in a new tab">
                Source
              </Link>
            )}
          </SpaceBetween>
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
}

/** Refusals that are about the time itself, so worth saying where Extend would be. */
const whyNotExtended: ReadonlySet<string> = new Set([
  'already_extended',
  'no_extension_in_law',
  'deadline_passed',
  'notice_window_over',
]);

function WhyThisLaw({ chosen }: { readonly chosen: RequestView['deadline']['chosen'] }) {
  if (chosen.by === 'establishment') return <>Law of the company’s establishment</>;
  if (chosen.by === 'residence') return <>The member lives where it applies ({chosen.place})</>;
  return (
    <>
      Corrected by {chosen.staff ?? 'staff'}
      {chosen.words === undefined ? '' : `: ${chosen.words}`}
      <Box color="text-body-secondary" fontSize="body-s">
        Before it was {chosen.before.law}, and the answer was due on {day(chosen.before.replyBy)}. Every date was
        counted anew.
      </Box>
    </>
  );
}

function RecordKept({ record }: { readonly record: RequestView['deadline']['record'] }) {
  const { months, article, endsOn } = record;
  const kept = endsOn === undefined ? `Kept for ${months} months after it closes` : `Kept until ${day(endsOn)}`;
  return <>{article === undefined ? kept : `${kept} (${article})`}</>;
}
