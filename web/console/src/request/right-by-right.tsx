import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { RequestView } from '../../../../functions/console/views.ts';
import { refusalReasons, rights as rightNames } from '../words.ts';
import { RefusalPreview } from './mail-preview-box.tsx';
import { reasonOptions } from './reason-options.ts';
import { RefusalFields, useRefusal, wordsShownAfterCode } from './refusal-fields.tsx';
import { StaffForm } from './staff-form.tsx';
import type { Desk } from './use-desk.ts';

interface Props {
  readonly desk: Desk;
  readonly view: RequestView;
}

type Right = RequestView['rights'][number];

/** Of a request for several rights: each is granted with the answer unless staff refuse it by itself. */
export function RightByRight({ desk, view }: Props) {
  const { refusableRights, refusedRights } = view;
  const mayRefuse = view.may.refuse_right === 'yes';
  const shown = view.rights.filter(
    (right) =>
      (mayRefuse && refusableRights.includes(right)) || refusedRights.some((refused) => refused.right === right),
  );
  if (shown.length === 0) return null;
  return (
    <SpaceBetween size="m">
      <Header
        variant="h2"
        description="What is not refused here is granted when the answer is approved. The member is told right by right."
      >
        Right by right
      </Header>
      {shown.map((right) => (
        <OneRight key={right} right={right} desk={desk} view={view} mayRefuse={mayRefuse} />
      ))}
    </SpaceBetween>
  );
}

function OneRight({ right, desk, view, mayRefuse }: Props & { readonly right: Right; readonly mayRefuse: boolean }) {
  const refused = view.refusedRights.find((one) => one.right === right);
  return (
    <SpaceBetween size="xs">
      <Header variant="h3">{rightNames[right]}</Header>
      {refused ? (
        <SpaceBetween size="xs">
          <StatusIndicator type="stopped">
            Refused: {refusalReasons[refused.reason]} ({refused.by})
          </StatusIndicator>
          {refused.words !== undefined && (
            <div>
              <Box variant="awsui-key-label">Words for the member</Box>
              <p className="mail-text">{refused.words}</p>
            </div>
          )}
          {mayRefuse && (
            <Button
              ariaLabel={`Grant it after all: ${rightNames[right]}`}
              loading={desk.busy === 'grant_right'}
              onClick={() => void desk.give({ type: 'grant_right', right })}
            >
              Grant it after all
            </Button>
          )}
        </SpaceBetween>
      ) : (
        <>
          <StatusIndicator type="success">Granted, unless you refuse it</StatusIndicator>
          <ExpandableSection headerText={`Refuse only: ${rightNames[right]}`} headingTagOverride="h4">
            <RefuseRight right={right} desk={desk} view={view} />
          </ExpandableSection>
        </>
      )}
    </SpaceBetween>
  );
}

/** Refusing one right; what is typed stays until it went through. */
function RefuseRight({ right, desk, view }: Props & { readonly right: Right }) {
  const refusal = useRefusal();
  const { reason } = refusal;
  const refuse = async () => {
    const finished = refusal.finish();
    if (finished) await desk.give({ type: 'refuse_right', right, ...finished });
  };
  return (
    <StaffForm
      label={`Refuse only: ${rightNames[right]}`}
      button="Refuse this right"
      loading={desk.busy === 'refuse_right'}
      send={() => void refuse()}
    >
      <RefusalFields refusal={refusal} options={reasonOptions([right])} description={wordsShownAfterCode} rows={4} />
      {reason !== undefined && <RefusalPreview requestId={view.id} reason={reason} right={right} />}
    </StaffForm>
  );
}
