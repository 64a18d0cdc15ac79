import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { RequestView } from '../../../../functions/console/views.ts';
import { instant } from '../dates.ts';
import { problem as problemWords } from '../problem-words.ts';
import { refusalReasons } from '../words.ts';
import { ApprovalForm } from './approval-form.tsx';
import { asksForDeletion, granted, isAnsweredInWords } from './asked-rights.ts';
import { Company } from './company-box.tsx';
import { Complaint } from './complaint-form.tsx';
import { DryRun } from './dry-run.tsx';
import { Duplicate } from './duplicate-form.tsx';
import { Erasures, Recipients } from './erasures.tsx';
import { LiftRestriction } from './lift-restriction.tsx';
import { RefusalForm } from './refusal-form.tsx';
import { RightByRight } from './right-by-right.tsx';
import type { Desk } from './use-desk.ts';

interface Props {
  readonly desk: Desk;
  readonly view: RequestView;
}

/** Deciding: who asks, the answer itself, and a second person for a refusal. */
export function DecisionTab({ desk, view }: Props) {
  return (
    <SpaceBetween size="l">
      {view.next === 'decide_identity' && <IdentityDecision desk={desk} view={view} />}
      <Complaint desk={desk} view={view} />
      <Company desk={desk} view={view} />
      <RightByRight desk={desk} view={view} />
      {hasDryRun(view) && <DryRun view={view} />}
      {view.erasing?.startedAt !== undefined && <Erasures desk={desk} view={view} />}
      {view.recipients && <Recipients recipients={view.recipients} />}
      <LiftRestriction desk={desk} view={view} />
      {view.decision && <Decided decision={view.decision} />}
      {view.status === 'awaiting_approval' && <ApprovalForm desk={desk} view={view} />}
      {view.returned && <Returned returned={view.returned} />}
      <OpenDecision desk={desk} view={view} />
      <Duplicate desk={desk} view={view} />
      {!view.decision && !view.complaintAnswer && view.status !== 'in_review' && view.next !== 'decide_identity' && (
        <Box>There is nothing to decide now.</Box>
      )}
    </SpaceBetween>
  );
}

function IdentityDecision({ desk, view }: Props) {
  const allowed = view.may.accept_identity === 'yes';
  return (
    <SpaceBetween size="m">
      <Header
        variant="h2"
        description="The address was confirmed by code, but no account has it. Accept only if you know by other means that this person may have the data."
      >
        Who is asking?
      </Header>
      {allowed ? (
        <SpaceBetween direction="horizontal" size="xs">
          <Button
            variant="primary"
            loading={desk.busy === 'accept_identity'}
            onClick={() => void desk.give({ type: 'accept_identity' })}
          >
            Accept identity
          </Button>
          <Button loading={desk.busy === 'fail_identity'} onClick={() => void desk.give({ type: 'fail_identity' })}>
            Close as not verified
          </Button>
        </SpaceBetween>
      ) : (
        <Box>{problemWords(view.may.accept_identity)}</Box>
      )}
    </SpaceBetween>
  );
}

function OpenDecision({ desk, view }: Props) {
  if (view.status !== 'in_review' || isAnsweredInWords(view.rights)) return null;
  const { approve, propose_refusal: refuse } = view.may;
  return (
    <SpaceBetween size="l">
      <SpaceBetween size="s">
        <Header variant="h2" description={whatHappens(view)}>
          Approve
        </Header>
        {approve !== 'yes' && <StatusIndicator type="warning">{problemWords(approve)}</StatusIndicator>}
        {approve !== 'role_required' && (
          <Button
            variant="primary"
            disabled={approve !== 'yes'}
            loading={desk.busy === 'approve'}
            onClick={() => void desk.give({ type: 'approve' })}
          >
            {asksForDeletion(view.rights) || view.refusedRights.length > 0
              ? 'Approve and hand to a second person'
              : 'Approve and send'}
          </Button>
        )}
      </SpaceBetween>
      {refuse === 'yes' && <RefusalForm desk={desk} view={view} />}
    </SpaceBetween>
  );
}

function hasDryRun({ changesStores, status, erasing }: RequestView): boolean {
  const undecided = status === 'in_review' || status === 'awaiting_approval' || status === 'fulfilling';
  return changesStores && undecided && erasing?.startedAt === undefined;
}

function whatHappens(view: RequestView): string {
  const { options, refusedRights } = view;
  const rights = granted(view);
  const named = options.map(({ name }) => name).join(', ');
  const weighed =
    'An objection is upheld unless there are compelling legitimate grounds that override the interests of the member, or legal claims (GDPR Art. 21(1)).';
  const restricted =
    'Restricted data is kept, and used only with consent, for legal claims, to protect the rights of others or for important public interest (GDPR Art. 18(2)).';
  const copy = 'The member gets everything that was found, as a package to download.';
  const portable = 'The member gets what they provided, as files for other services to read.';
  const deletion =
    'A second person has to agree. Then the member is told, can take it back for some days, and the data is deleted as the policy says.';
  const changes =
    'What you accepted is written where the records still hold what you saw; the member is told point by point.';
  const cancellation =
    'The account is closed and deleted as the policy says: a second person has to agree, then the member is told and can take it back for some days.';
  const parts = {
    access: copy,
    portability: portable,
    objection: weighed,
    restriction: restricted,
    correction: changes,
    listing_takedown: changes,
    deletion,
    account_cancellation: cancellation,
  };
  const said = Object.entries(parts).flatMap(([right, words]) =>
    rights.some((asked) => asked === right) ? [words] : [],
  );
  const noted = named === '' ? [] : [`Noted in the member’s record, so that it stops: ${named}.`];
  const second = 'A second person has to agree to what you refuse.';
  return [...new Set([...said, ...noted, ...(refusedRights.length > 0 ? [second] : [])])].join(' ');
}

function Decided({ decision }: { readonly decision: NonNullable<RequestView['decision']> }) {
  return (
    <SpaceBetween size="s">
      <Header variant="h2">{decision.kind === 'approve' ? 'Approval' : 'Refusal'}</Header>
      <KeyValuePairs
        columns={2}
        items={[
          {
            label: decision.kind === 'approve' && decision.approvedBy === undefined ? 'Decided by' : 'Proposed by',
            value: decision.by,
          },
          { label: 'At', value: instant(decision.at) },
          ...(decision.reason ? [{ label: 'Reason', value: refusalReasons[decision.reason] }] : []),
          ...(decision.approvedBy ? [{ label: 'Approved by', value: decision.approvedBy }] : []),
        ]}
      />
      {decision.words !== undefined && (
        <div>
          <Box variant="awsui-key-label">Words for the member</Box>
          <p className="mail-text">{decision.words}</p>
        </div>
      )}
    </SpaceBetween>
  );
}

function Returned({ returned }: { readonly returned: NonNullable<RequestView['returned']> }) {
  return (
    <div>
      <StatusIndicator type="warning">
        Decision sent back by {returned.by}, {instant(returned.at)}
      </StatusIndicator>
      {returned.words !== undefined && <p className="mail-text">{returned.words}</p>}
    </div>
  );
}
