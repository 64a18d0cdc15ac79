import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Cards from '@cloudscape-design/components/cards';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useCallback, useState } from 'react';
import type { HoldView, PolicyView } from '../../../../functions/console/views.ts';
import { api } from '../api.ts';
import { day, instant } from '../dates.ts';
import { useMe } from '../me.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { useLoaded } from '../use-loaded.ts';
import { scopeSentence } from '../words.ts';
import { PlaceHold } from './place-hold.tsx';
import { ReleaseHold } from './release-hold.tsx';
import { RenewReview } from './renew-review.tsx';

/** Legal holds: what must be kept as it is, for which matter, and until when to look again. */
export function HoldsScreen() {
  const me = useMe();
  const load = useCallback(async () => (await api.holds()).holds, []);
  const holds = useLoaded(load);
  const policy = useLoaded(api.policy);
  const [placing, setPlacing] = useState(false);
  const [releasing, setReleasing] = useState<HoldView>();
  const [renewing, setRenewing] = useState<HoldView>();
  const active = (holds.value ?? []).filter(({ status }) => status === 'active');

  if (placing && policy.value) {
    return (
      <>
        <title>Place a hold – Privacy requests</title>
        <PlaceHold
          policy={policy.value}
          close={() => setPlacing(false)}
          placed={(all) => {
            holds.set(all);
            setPlacing(false);
          }}
        />
      </>
    );
  }

  return (
    <SpaceBetween size="l">
      <title>Legal holds – Privacy requests</title>
      <ProblemAlert code={holds.problem ?? policy.problem} retry={() => void holds.reload()} />
      <Cards
        items={[...(holds.value ?? [])].sort((a, b) => a.status.localeCompare(b.status))}
        trackBy="matter"
        loading={holds.loading && !holds.value}
        loadingText="Loading the holds"
        cardsPerRow={[{ cards: 1 }, { minWidth: 900, cards: 2 }]}
        empty={
          <Box textAlign="center" padding="m">
            No legal holds.
          </Box>
        }
        header={
          <Header
            variant="h1"
            counter={`(${active.length} active)`}
            description="Under a hold nothing it covers is erased. Giving someone a copy of their data goes on."
            actions={
              me.mayChangeHolds && (
                <Button variant="primary" onClick={() => setPlacing(true)} disabled={!policy.value}>
                  Place a hold
                </Button>
              )
            }
          >
            Legal holds
          </Header>
        }
        cardDefinition={{
          header: ({ name }) => name,
          sections: [
            { id: 'status', header: 'Status', content: (hold) => <HoldStatus hold={hold} /> },
            { id: 'scope', header: 'Covers', content: (hold) => <Scopes hold={hold} policy={policy.value} /> },
            { id: 'owner', header: 'Owner', width: 50, content: ({ owner }) => owner },
            { id: 'review', header: 'Review on', width: 50, content: ({ reviewOn }) => day(reviewOn) },
            { id: 'reason', header: 'Reason', content: ({ reason }) => reason },
            {
              id: 'actions',
              content: (hold) =>
                hold.status === 'active' && me.mayChangeHolds ? (
                  <SpaceBetween direction="horizontal" size="xs">
                    <Button ariaLabel={`Renew the review of ${hold.name}`} onClick={() => setRenewing(hold)}>
                      Renew the review
                    </Button>
                    <Button
                      ariaLabel={`${hold.releaseProposed ? 'Approve or decline the release of' : 'Release'} ${hold.name}`}
                      onClick={() => setReleasing(hold)}
                    >
                      {hold.releaseProposed ? 'Approve or decline the release' : 'Release'}
                    </Button>
                  </SpaceBetween>
                ) : null,
            },
          ],
        }}
      />
      {renewing && (
        <RenewReview
          hold={renewing}
          close={() => setRenewing(undefined)}
          changed={(all) => {
            holds.set(all);
            setRenewing(undefined);
          }}
        />
      )}
      {releasing && (
        <ReleaseHold
          hold={releasing}
          close={() => setReleasing(undefined)}
          changed={(all) => {
            holds.set(all);
            setReleasing(undefined);
          }}
        />
      )}
    </SpaceBetween>
  );
}

function HoldStatus({ hold }: { readonly hold: HoldView }) {
  if (hold.status === 'active') {
    return (
      <SpaceBetween size="xxs">
        <StatusIndicator type="warning">
          Active since {instant(hold.placedAt)}, placed by {hold.placedBy}
        </StatusIndicator>
        {hold.preserves?.until !== undefined && (
          <StatusIndicator type="info">Kept by law until {day(hold.preserves.until)}</StatusIndicator>
        )}
        {hold.reviewReason !== undefined && <Box fontSize="body-s">Last review: {hold.reviewReason}</Box>}
        {hold.releaseProposed && (
          <StatusIndicator type="pending">
            Release proposed by {hold.releaseProposed.by}, waits for a second person: {hold.releaseReason}
          </StatusIndicator>
        )}
        {!hold.releaseProposed && hold.declineReason !== undefined && (
          <Box fontSize="body-s">Last release declined: {hold.declineReason}</Box>
        )}
      </SpaceBetween>
    );
  }
  return (
    <SpaceBetween size="xxs">
      <StatusIndicator type="stopped">
        Released {hold.releasedAt ? instant(hold.releasedAt) : ''} by {hold.releasedBy}
      </StatusIndicator>
      <Box fontSize="body-s">{hold.releaseReason}</Box>
    </SpaceBetween>
  );
}

function Scopes({ hold, policy }: { readonly hold: HoldView; readonly policy: PolicyView | undefined }) {
  const sentences = hold.scopes.map((scope) => scopeSentence(scope, policy));
  if (sentences.length === 1) return <>{sentences[0]}</>;
  return (
    <ul>
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
