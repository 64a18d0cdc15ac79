import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { MeView, RequestSummary } from '../../../functions/console/views.ts';
import { api } from './api.ts';
import { instant } from './dates.ts';
import { DueDate, isDueSoon, isOverdue } from './due-date.tsx';
import { useMe } from './me.ts';
import { ProblemAlert } from './problem-alert.tsx';
import { hrefOf, useFollow } from './use-follow.ts';
import { useLoaded } from './use-loaded.ts';
import { useQueue } from './use-queue.ts';
import { deliveries, mailStatuses, milestones, nextSteps } from './words.ts';

interface Tally {
  readonly title: string;
  readonly filter: string;
  readonly icon: StatusIndicatorProps.Type;
  readonly counts: (request: RequestSummary) => boolean;
}

const tallies: readonly Tally[] = [
  { title: 'Overdue', filter: 'overdue', icon: 'error', counts: isOverdue },
  { title: 'Due in 7 days', filter: 'due-soon', icon: 'warning', counts: isDueSoon },
  { title: 'Waiting for staff', filter: 'staff', icon: 'pending', counts: ({ waitingOn }) => waitingOn === 'staff' },
  {
    title: 'Waiting for approval',
    filter: 'approval',
    icon: 'pending',
    counts: ({ next }) => next === 'approve_refusal' || next === 'approve_answer',
  },
  { title: 'Unassigned', filter: 'unassigned', icon: 'info', counts: ({ assignee }) => assignee === undefined },
  { title: 'Replies waiting', filter: 'replies', icon: 'warning', counts: ({ replyWaiting }) => replyWaiting },
  {
    title: 'By hand',
    filter: 'by-hand',
    icon: 'pending',
    counts: ({ next }) => next === 'look_by_hand' || next === 'erase_by_hand',
  },
  { title: 'Failed steps', filter: 'failed', icon: 'error', counts: hasFailed },
];

function hasFailed({ next }: RequestSummary): boolean {
  return next === 'retry_parked' || next === 'retry_failed';
}

/** The request that this person should look at next: one of theirs, one they can approve, or one that nobody has. */
function nextFor({ id, roles }: MeView, requests: readonly RequestSummary[]): RequestSummary | undefined {
  const decides = roles.some((role) => role !== 'auditor' && role !== 'legal' && role !== 'admin');
  const approves = roles.includes('approver') || roles.includes('privacy-officer');
  const waiting = requests.filter(({ waitingOn }) => waitingOn === 'staff');
  const needsSecond = ({ next }: RequestSummary) => next === 'approve_answer' || next === 'approve_refusal';
  const mine = waiting.find((request) => request.assignee === id && !needsSecond(request));
  const toApprove = approves ? waiting.find((request) => needsSecond(request) && request.proposedBy !== id) : undefined;
  const free = decides ? waiting.find((request) => request.assignee === undefined && !needsSecond(request)) : undefined;
  return mine ?? toApprove ?? free;
}

const loadFailedMails = async () => (await api.failedMails()).mails;

/** What needs someone today. */
export function HomeScreen() {
  const me = useMe();
  const queue = useQueue('open');
  const replied = useQueue('replies');
  const failed = useLoaded(loadFailedMails);
  const follow = useFollow();
  const requests = queue.value?.requests ?? [];
  const next = nextFor(me, requests);
  const failedMails = failed.value ?? [];
  const repliedTo = replied.value?.requests ?? [];

  return (
    <ContentLayout header={<Header variant="h1">Home</Header>}>
      <title>Home – Privacy requests</title>
      <SpaceBetween size="l">
        <ProblemAlert
          code={queue.problem ?? replied.problem ?? failed.problem}
          retry={() => {
            void queue.reload();
            void replied.reload();
            void failed.reload();
          }}
        />
        <Container
          header={
            <Header
              variant="h2"
              description={queue.value?.more ? 'Of the thousand requests that are due first.' : undefined}
            >
              Open requests
            </Header>
          }
        >
          {queue.value ? (
            <ColumnLayout columns={3} variant="text-grid" minColumnWidth={150}>
              {tallies.map(({ title, filter, icon, counts }) => {
                const number = requests.filter(counts).length;
                return (
                  <div key={filter}>
                    <Box variant="awsui-key-label">
                      {number > 0 ? <StatusIndicator type={icon}>{title}</StatusIndicator> : title}
                    </Box>
                    <Link
                      href={hrefOf(`/requests?show=${filter}`)}
                      onFollow={follow}
                      fontSize="display-l"
                      ariaLabel={`${title}: ${number}`}
                    >
                      {number}
                    </Link>
                  </div>
                );
              })}
            </ColumnLayout>
          ) : (
            <StatusIndicator type="loading">Loading</StatusIndicator>
          )}
        </Container>
        <Container header={<Header variant="h2">My next request</Header>}>
          {next ? (
            <SpaceBetween size="xs">
              <Link href={hrefOf(`/requests/${next.id}`)} onFollow={follow} fontSize="heading-m">
                {next.reference}
              </Link>
              <DueDate request={next} />
              <Box>{nextSteps[next.next]}</Box>
              {next.assignee === undefined && <Box color="text-body-secondary">Not assigned to anyone yet.</Box>}
            </SpaceBetween>
          ) : (
            <Box color="text-body-secondary">Nothing waits for you.</Box>
          )}
        </Container>
        {repliedTo.length > 0 && (
          <Container
            header={
              <Header
                variant="h2"
                counter={`(${repliedTo.length}${replied.value?.more ? '+' : ''})`}
                description="Members wrote about requests that are closed."
              >
                Replies to closed requests
              </Header>
            }
          >
            <SpaceBetween size="xs">
              {repliedTo.map(({ id, reference }) => (
                <Link key={id} href={hrefOf(`/requests/${id}?tab=messages`)} onFollow={follow}>
                  {reference}
                </Link>
              ))}
            </SpaceBetween>
          </Container>
        )}
        <Container
          header={
            <Header variant="h2" counter={`(${failedMails.length})`}>
              Failed emails
            </Header>
          }
        >
          {failedMails.length === 0 ? (
            <Box color="text-body-secondary">{failed.loading ? 'Loading' : 'None.'}</Box>
          ) : (
            <SpaceBetween size="s">
              {failedMails.map((mail) => (
                <SpaceBetween
                  key={`${mail.request?.id} ${mail.outboxId} ${mail.createdAt}`}
                  direction="horizontal"
                  size="s"
                >
                  {mail.request && (
                    <Link href={hrefOf(`/requests/${mail.request.id}?tab=emails`)} onFollow={follow}>
                      {mail.request.reference}
                    </Link>
                  )}
                  <span>{milestones[mail.milestone]}</span>
                  <StatusIndicator type="error">
                    {mail.delivery ? deliveries[mail.delivery] : mailStatuses[mail.status]}
                  </StatusIndicator>
                  <Box color="text-body-secondary">{instant(mail.createdAt)}</Box>
                </SpaceBetween>
              ))}
            </SpaceBetween>
          )}
        </Container>
      </SpaceBetween>
    </ContentLayout>
  );
}
