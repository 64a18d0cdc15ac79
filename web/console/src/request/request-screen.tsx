import Badge from '@cloudscape-design/components/badge';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Tabs from '@cloudscape-design/components/tabs';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import type { RequestView } from '../../../../functions/console/views.ts';
import { DueDate } from '../due-date.tsx';
import { useMe } from '../me.ts';
import { usePanels } from '../panel.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { relations, rights, statuses } from '../words.ts';
import { ConflictAlert } from './conflict-alert.tsx';
import { DeadlineBox } from './deadline-box.tsx';
import { DecisionTab } from './decision-tab.tsx';
import { GatherTab } from './gather-tab.tsx';
import { MailsTab } from './mails-tab.tsx';
import { MessagesTab } from './messages-tab.tsx';
import { NextStepBox } from './next-step-box.tsx';
import { NotesTab } from './notes-tab.tsx';
import { ProgressSteps } from './progress-steps.tsx';
import { QuestionsTab } from './questions-tab.tsx';
import { RequestFacts } from './request-facts.tsx';
import { ReviewTab } from './review-tab.tsx';
import { TimelineTab } from './timeline-tab.tsx';
import { UndeliveredAlert } from './undelivered-alert.tsx';
import { type Desk, useDesk } from './use-desk.ts';

const tabIds = ['gather', 'review', 'decide', 'questions', 'messages', 'notes', 'emails', 'timeline'] as const;
export type TabId = (typeof tabIds)[number];

/** The tab where the next step is done. */
function tabFor({ next }: RequestView): TabId {
  switch (next) {
    case 'review_and_decide':
      return 'review';
    case 'approve_answer':
    case 'approve_refusal':
    case 'waiting_period':
    case 'system_erases':
    case 'erase_by_hand':
    case 'system_builds':
    case 'decide_identity':
      return 'decide';
    case 'member_answers':
      return 'questions';
    case 'read_reply':
      return 'messages';
    case 'nothing':
      return 'timeline';
    default:
      return 'gather';
  }
}

export function RequestScreen() {
  const { id = '' } = useParams();
  return <RequestDesk key={id} id={id} />;
}

function RequestDesk({ id }: { readonly id: string }) {
  const desk = useDesk(id);
  const { view } = desk;
  if (!view) {
    return (
      <ContentLayout header={<Header variant="h1">Request</Header>}>
        <title>Request – Privacy requests</title>
        {desk.problem === undefined ? (
          <StatusIndicator type="loading">Loading the request</StatusIndicator>
        ) : (
          <ProblemAlert code={desk.problem} retry={desk.reload} />
        )}
      </ContentLayout>
    );
  }
  return <OpenRequest desk={desk} view={view} />;
}

function OpenRequest({ desk, view }: { readonly desk: Desk; readonly view: RequestView }) {
  const panels = usePanels();
  const [query] = useSearchParams();
  const [tab, setOpenTab] = useState<TabId>(() => tabIds.find((id) => id === query.get('tab')) ?? tabFor(view));
  const setTab = (id: TabId) => {
    setOpenTab(id);
    panels.close();
  };
  return (
    <ContentLayout header={<RequestHeader desk={desk} view={view} />}>
      <title>{`${view.reference} – Privacy requests`}</title>
      <SpaceBetween size="l">
        <ConflictAlert desk={desk} />
        <ProblemAlert code={desk.problem} />
        <UndeliveredAlert view={view} show={setTab} />
        <NextStepBox desk={desk} view={view} show={setTab} />
        <Grid gridDefinition={[{ colspan: { default: 12, s: 8 } }, { colspan: { default: 12, s: 4 } }]}>
          <SpaceBetween size="l">
            <Container header={<Header variant="h2">Steps</Header>}>
              <ProgressSteps view={view} />
            </Container>
            <Tabs
              activeTabId={tab}
              onChange={({ detail }) => setTab(detail.activeTabId as TabId)}
              ariaLabel="Parts of the request"
              tabs={[
                { id: 'gather', label: 'Gather', content: <GatherTab desk={desk} view={view} /> },
                { id: 'review', label: 'Review', content: <ReviewTab desk={desk} view={view} /> },
                // Kept while other tabs are open: what was typed must not go.
                {
                  id: 'decide',
                  label: 'Decide',
                  content: <DecisionTab desk={desk} view={view} />,
                  contentRenderStrategy: 'eager',
                },
                {
                  id: 'questions',
                  label: 'Questions',
                  content: <QuestionsTab desk={desk} view={view} />,
                  contentRenderStrategy: 'eager',
                },
                {
                  id: 'messages',
                  label: view.replyWaiting ? 'Messages (reply waiting)' : 'Messages',
                  content: <MessagesTab desk={desk} view={view} />,
                  contentRenderStrategy: 'eager',
                },
                {
                  id: 'notes',
                  label: 'Internal notes',
                  content: <NotesTab desk={desk} view={view} />,
                  contentRenderStrategy: 'eager',
                },
                { id: 'emails', label: 'Emails', content: <MailsTab view={view} /> },
                { id: 'timeline', label: 'Timeline', content: <TimelineTab view={view} /> },
              ]}
            />
          </SpaceBetween>
          <SpaceBetween size="l">
            <DeadlineBox desk={desk} view={view} />
            <RequestFacts desk={desk} view={view} />
          </SpaceBetween>
        </Grid>
      </SpaceBetween>
    </ContentLayout>
  );
}

function RequestHeader({ desk, view }: { readonly desk: Desk; readonly view: RequestView }) {
  const me = useMe();
  const mine = view.assignee === me.id;
  const mayAssign = view.may.assign === 'yes';
  return (
    <Header
      variant="h1"
      description={
        <SpaceBetween direction="horizontal" size="m">
          <span>
            {view.rights.map((right) => rights[right]).join(', ')} · {relations[view.relation]}
            {view.onBehalf && ', asked through someone else'}
          </span>
          {view.daysLeft !== undefined && <DueDate request={view} />}
        </SpaceBetween>
      }
      actions={
        mayAssign && (
          <Button
            loading={desk.busy === 'assign'}
            onClick={() => void desk.give({ type: 'assign', assignee: mine ? null : me.id })}
          >
            {mine ? 'Unassign' : 'Assign to me'}
          </Button>
        )
      }
      info={
        <SpaceBetween direction="horizontal" size="xs">
          <Badge>{statuses[view.status]}</Badge>
          {view.holds.map(({ matter, name }) => (
            <Badge key={matter} color="red">
              {name === undefined ? 'Under legal hold' : `Under legal hold: ${name}`}
            </Badge>
          ))}
          {!view.integrity.intact && <Badge color="red">Timeline altered</Badge>}
        </SpaceBetween>
      }
    >
      {view.reference}
    </Header>
  );
}
