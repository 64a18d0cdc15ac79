import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { RequestView } from '../../../../functions/console/views.ts';
import { day, instant } from '../dates.ts';
import { DueDate } from '../due-date.tsx';
import { deadlineDates, deadlineStep, verifications } from '../words.ts';

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

/** When the answer is due, under which law, and how the date came about. */
export function DeadlineBox({ view }: { readonly view: RequestView }) {
  const { deadline } = view;
  return (
    <Container header={<Header variant="h2">Deadline</Header>}>
      <SpaceBetween size="s">
        <KeyValuePairs
          columns={1}
          items={[
            { label: 'Answer due by the end of', value: <DueDate request={deadline} /> },
            { label: 'Received', value: instant(view.receivedAt) },
            { label: 'Law', value: [deadline.law, deadline.article].filter(Boolean).join(', ') },
          ]}
        />
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
