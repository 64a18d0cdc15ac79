import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useCallback, useState } from 'react';
import type { MailView, RequestView } from '../../../../functions/console/views.ts';
import { api } from '../api.ts';
import { instant } from '../dates.ts';
import { useMe } from '../me.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { codeOf, useLoaded } from '../use-loaded.ts';
import { deliveries, mailStatuses, milestones } from '../words.ts';

/** The emails of the request, and what became of each. */
export function MailsTab({ view }: { readonly view: RequestView }) {
  const me = useMe();
  // A new event may have caused a mail, so the version counts as part of the question.
  const { id, version } = view;
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  const load = useCallback(async () => (await api.mails(id)).mails, [id, version]);
  const mails = useLoaded(load);
  const [problem, setProblem] = useState<string>();
  const [sending, setSending] = useState<string>();
  const resend = async (outboxId: string) => {
    setSending(outboxId);
    try {
      mails.set((await api.resend(id, outboxId)).mails);
      setProblem(undefined);
    } catch (error) {
      setProblem(codeOf(error));
    } finally {
      setSending(undefined);
    }
  };
  return (
    <SpaceBetween size="s">
      <ProblemAlert code={problem ?? mails.problem} retry={() => void mails.reload()} />
      <Table
        variant="embedded"
        wrapLines
        loading={mails.loading && !mails.value}
        loadingText="Loading the emails"
        items={[...(mails.value ?? [])]}
        trackBy="outboxId"
        ariaLabels={{ tableLabel: 'Emails' }}
        empty={<Box padding="s">No emails yet.</Box>}
        header={
          <Header
            variant="h2"
            counter={`(${mails.value?.length ?? 0})`}
            actions={<Button iconName="refresh" ariaLabel="Refresh emails" onClick={() => void mails.reload()} />}
          >
            Emails
          </Header>
        }
        columnDefinitions={[
          {
            id: 'milestone',
            header: 'Email',
            isRowHeader: true,
            minWidth: 160,
            cell: ({ milestone }) => milestones[milestone],
          },
          { id: 'created', header: 'Written', minWidth: 150, cell: ({ createdAt }) => instant(createdAt) },
          { id: 'state', header: 'State', minWidth: 160, cell: (mail) => <MailState mail={mail} /> },
          {
            id: 'resend',
            header: 'Send again',
            cell: ({ outboxId, mayResend, milestone }) =>
              mayResend && me.mayResendMails ? (
                <Button
                  loading={sending === outboxId}
                  ariaLabel={`Send again: ${milestones[milestone]}`}
                  onClick={() => void resend(outboxId)}
                >
                  Send again
                </Button>
              ) : (
                '–'
              ),
          },
        ]}
      />
    </SpaceBetween>
  );
}

function MailState({ mail }: { readonly mail: MailView }) {
  const { status, delivery, error } = mail;
  const bad = status === 'failed' || delivery === 'bounced' || delivery === 'complained' || delivery === 'rejected';
  const type: StatusIndicatorProps.Type = bad ? 'error' : status === 'done' ? 'success' : 'pending';
  return (
    <SpaceBetween size="xxs">
      <StatusIndicator type={type}>{delivery ? deliveries[delivery] : mailStatuses[status]}</StatusIndicator>
      {error !== undefined && status !== 'done' && <Box fontSize="body-s">Last error: {error}</Box>}
    </SpaceBetween>
  );
}
