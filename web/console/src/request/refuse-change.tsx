import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ChangeView } from '../../../../functions/console/review-views.ts';
import { refusalReasons } from '../words.ts';
import { RefusalFields, useRefusal } from './refusal-fields.tsx';
import type { Changes } from './use-changes.ts';

const options = Object.entries(refusalReasons).map(([value, label]) => ({ value, label }));

interface Props {
  readonly change: ChangeView;
  readonly busy: boolean;
  readonly decide: Changes['decide'];
}

/** Refusing one change; the member reads the reason and the words, and how to complain. */
export function RefuseChange({ change, busy, decide }: Props) {
  const refusal = useRefusal();
  const refuse = async () => {
    const finished = refusal.finish();
    if (finished) await decide(change.id, { type: 'refuse', ...finished });
  };
  return (
    <ExpandableSection headerText="Refuse this change" headingTagOverride="h4">
      <SpaceBetween size="s">
        <RefusalFields refusal={refusal} options={options} rows={3} />
        <Button disabled={busy} onClick={() => void refuse()}>
          Refuse this change
        </Button>
      </SpaceBetween>
    </ExpandableSection>
  );
}
