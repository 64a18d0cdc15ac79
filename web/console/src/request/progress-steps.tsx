import Steps, { type StepsProps } from '@cloudscape-design/components/steps';
import type { RequestView } from '../../../../functions/console/views.ts';
import { useNarrow } from '../use-narrow.ts';
import { asksForDeletion, isAnsweredInWords } from './asked-rights.ts';

const names = ['Verify', 'Gather', 'Review', 'Decide', 'Approve', 'Carry out'] as const;
type Name = (typeof names)[number];

type StepState = Extract<StepsProps.Status, 'success' | 'in-progress' | 'pending' | 'stopped' | 'error' | 'warning'>;

const stateWords: Readonly<Record<StepState, string>> = {
  success: 'done',
  'in-progress': 'now',
  pending: 'to come',
  stopped: 'not needed',
  error: 'failed',
  warning: 'needs attention',
};

/** Where the request stands on its way. */
export function ProgressSteps({ view }: { readonly view: RequestView }) {
  const narrow = useNarrow();
  const steps = names.map((name) => {
    const status = statusOf(name, view);
    return { header: name, status, statusIconAriaLabel: stateWords[status], details: detailsOf(name, status, view) };
  });
  return <Steps steps={steps} orientation={narrow ? 'vertical' : 'horizontal'} ariaLabel="Steps of the request" />;
}

function detailsOf(name: Name, status: StepState, view: RequestView): string {
  const onlyForRefusal = name === 'Approve' && status === 'pending' && !view.decision && !erases(view);
  return onlyForRefusal ? 'only for a refusal' : stateWords[status];
}

function statusOf(name: Name, view: RequestView): StepState {
  const at = position(view);
  const index = names.indexOf(name);
  const closedEarly = view.status === 'withdrawn' || view.status === 'closed_unverified' || view.status === 'duplicate';
  const needsApproval = erases(view) || view.decision?.kind === 'refuse';
  if (isAnsweredInWords(view.rights) && inWords.has(name)) return index > at ? 'pending' : 'stopped';
  if (name === 'Approve' && !needsApproval) return index > at ? 'pending' : 'stopped';
  if (index < at) return 'success';
  if (closedEarly) return 'stopped';
  if (index > at) return 'pending';
  if (view.parked) return 'error';
  return view.next === 'retry_failed' ? 'warning' : 'in-progress';
}

/** What a complaint or question goes through without. */
const inWords: ReadonlySet<Name> = new Set(['Gather', 'Review', 'Approve', 'Carry out']);

function erases({ rights }: RequestView): boolean {
  return asksForDeletion(rights);
}

/** Index of the step that is under way; past the last when all are done. */
function position(view: RequestView): number {
  switch (view.status) {
    case 'awaiting_confirmation':
    case 'verifying_identity':
      return 0;
    case 'gathering_data':
      return 1;
    case 'in_review':
      if (isAnsweredInWords(view.rights)) return 3;
      return view.next === 'retry_failed' ? 1 : 2;
    case 'awaiting_member':
      return view.identity ? 2 : 0;
    case 'awaiting_approval':
      return 4;
    case 'fulfilling':
      return 5;
    case 'completed':
    case 'partly_completed':
    case 'refused':
      return names.length;
    case 'withdrawn':
    case 'closed_unverified':
    case 'duplicate':
      return view.identity ? 1 : 0;
  }
}
