import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { RequestView } from '../../../../functions/console/views.ts';
import { instant } from '../dates.ts';
import { failure } from '../problem-words.ts';
import { count, nextSteps, workByHand } from '../words.ts';
import { asksForDeletion, granted } from './asked-rights.ts';
import type { TabId } from './request-screen.tsx';
import { workByHandIn } from './use-by-hand.ts';
import type { Desk } from './use-desk.ts';

interface Props {
  readonly desk: Desk;
  readonly view: RequestView;
  readonly show: (tab: TabId) => void;
}

/** One sentence: what must happen next, and the way there. */
export function NextStepBox({ desk, view, show }: Props) {
  const urgent = view.waitingOn === 'staff';
  return (
    <Alert
      type={
        view.next === 'nothing'
          ? missedByMember(view)
            ? 'warning'
            : 'success'
          : view.parked
            ? 'error'
            : urgent
              ? 'warning'
              : 'info'
      }
      header="What must happen next"
      action={actionFor(desk, view, show)}
    >
      <SpaceBetween size="xxs">
        <span>{sentence(view)}</span>
        {view.parked && (
          <span>
            Step {view.parked.step}: {failure(view.parked.error)}.
          </span>
        )}
      </SpaceBetween>
    </Alert>
  );
}

/** Announcements to other addresses are none of the answers. */
function missedByMember({ undelivered }: RequestView): boolean {
  return undelivered.some(({ toOtherAddress }) => !toOtherAddress);
}

function sentence(view: RequestView): string {
  if (view.next === 'read_reply') return nextSteps.read_reply;
  if (view.next === 'approve_refusal' && view.may.approve_refusal === 'same_person') {
    return 'Someone else has to approve the refusal you proposed.';
  }
  if (view.next === 'system_gathers') {
    const waiting = view.collections.filter(({ outcome }) => outcome === 'waiting').length;
    return `${nextSteps.system_gathers} ${count(waiting, 'source')} to go.`;
  }
  if (view.next === 'approve_answer') {
    const what = asksForDeletion(granted(view)) ? 'deletion' : 'answer';
    if (view.may.approve_answer === 'same_person') return `Someone else has to approve the ${what} you proposed.`;
    return `A second person has to approve the ${what} or send it back.`;
  }
  if (view.next === 'erase_by_hand') return workByHand[workByHandIn(view, view.collections)];
  if (view.next === 'waiting_period' && view.erasing) {
    return `The deletion starts after ${instant(view.erasing.from)}; until then the member can take it back.`;
  }
  if (view.recordErasedAt !== undefined)
    return `Nothing: the record was erased on ${instant(view.recordErasedAt)}; only the history is left.`;
  if (view.next === 'nothing' && missedByMember(view))
    return 'The request is closed, but the member did not get every email about it.';
  if (view.status === 'completed' && !view.package && view.complaintAnswer)
    return 'Nothing: the member was told that the answer is there.';
  if (view.status === 'completed' && !view.erasing) return 'Nothing: the member was told that the data is ready.';
  return nextSteps[view.next];
}

function actionFor(desk: Desk, view: RequestView, show: Props['show']) {
  if (view.next === 'retry_parked' && view.may.retry_parked === 'yes') {
    return (
      <Button loading={desk.busy === 'retry_parked'} onClick={() => void desk.give({ type: 'retry_parked' })}>
        Retry the step
      </Button>
    );
  }
  if (view.next === 'decide_identity' && view.may.accept_identity === 'yes') {
    return <Button onClick={() => show('decide')}>Decide identity</Button>;
  }
  if (view.next === 'read_reply') return <Button onClick={() => show('messages')}>Show the messages</Button>;
  if (view.next === 'retry_failed') return <Button onClick={() => show('gather')}>Show failed sources</Button>;
  if (view.next === 'look_by_hand') return <Button onClick={() => show('gather')}>Show the sources</Button>;
  if (view.next === 'erase_by_hand') return <Button onClick={() => show('decide')}>Show what to do</Button>;
  if (view.next === 'settle_company') return <Button onClick={() => show('decide')}>Show the company</Button>;
  if (view.next === 'answer_complaint' && view.may.answer_complaint === 'yes') {
    return <Button onClick={() => show('decide')}>Answer</Button>;
  }
  if (view.next === 'review_and_decide' && view.may.approve === 'yes') {
    return <Button onClick={() => show('decide')}>Decide</Button>;
  }
  if (view.next === 'approve_refusal') return <Button onClick={() => show('decide')}>Show the refusal</Button>;
  if (view.next === 'approve_answer') return <Button onClick={() => show('decide')}>Show the deletion</Button>;
  return undefined;
}
