import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ChangeView } from '../../../../functions/console/review-views.ts';
import type { AttestedChange } from '../api.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { shown } from './changes-box.tsx';
import { useChanges } from './use-changes.ts';
import type { Desk } from './use-desk.ts';

/** What was said of each correction so far, by its id. */
export type Answers = Readonly<Record<string, AttestedChange>>;

interface Props {
  readonly desk: Desk;
  /** Ids of the changes that are due in this source. */
  readonly due: readonly string[];
  readonly answers: Answers;
  readonly answer: (change: string, said: AttestedChange) => void;
  /** What is read anew is answered anew: a legal hold may have come or gone. */
  readonly forget: () => void;
}

/** What people write where no system reaches: which record, what it said and what it has to say, and what came of it. */
export function CorrectByHand({ desk, due, answers, answer, forget }: Props) {
  const { view, busy, problem, read } = useChanges(desk);
  const readAnew = () => {
    forget();
    void read();
  };
  return (
    <SpaceBetween size="m">
      <ProblemAlert code={problem} retry={readAnew} />
      <SpaceBetween size="xxs">
        <Button loading={busy} onClick={readAnew}>
          {view ? 'Read again' : 'Read what to correct'}
        </Button>
        <Box fontSize="body-s">Reading it is written to the timeline.</Box>
      </SpaceBetween>
      {view?.changes.map((change, index) =>
        due.includes(change.id) ? (
          <Correction
            key={change.id}
            name={`Correction ${index + 1}`}
            change={change}
            said={answers[change.id]}
            answer={(said) => answer(change.id, said)}
          />
        ) : null,
      )}
    </SpaceBetween>
  );
}

interface CorrectionProps {
  readonly name: string;
  readonly change: ChangeView;
  readonly said: AttestedChange | undefined;
  readonly answer: (said: AttestedChange) => void;
}

function Correction({ name, change: { byHand, decided }, said, answer }: CorrectionProps) {
  const writes = decided?.writes ?? [];
  const record = byHand?.record ?? [];
  const choose = (chosen: string) => {
    if (chosen === 'otherwise')
      answer({ answer: chosen, values: Object.fromEntries(writes.map(({ field }) => [field, ''])) });
    if (chosen === 'written' || chosen === 'gone' || chosen === 'held') answer({ answer: chosen });
  };
  return (
    <SpaceBetween size="xs">
      <KeyValuePairs
        columns={2}
        items={[
          ...record.map(({ title, value }) => ({ label: title, value: shown(value) })),
          ...writes.map(({ title, seen, value }) => ({ label: title, value: `${shown(seen)} → ${shown(value)}` })),
        ]}
      />
      {byHand?.held && (
        <StatusIndicator type="warning">A legal hold covers this record: leave it as it is.</StatusIndicator>
      )}
      <FormField label={`${name}: what came of it`} stretch>
        <RadioGroup
          value={said?.answer ?? null}
          onChange={({ detail }) => choose(detail.value)}
          items={[
            byHand?.held ? { value: 'held', label: 'Left as it is' } : { value: 'written', label: 'Written' },
            { value: 'otherwise', label: 'Not written: it says something else by now' },
            { value: 'gone', label: 'Not written: there is no such record any more' },
          ]}
        />
      </FormField>
      {said?.answer === 'otherwise' &&
        writes.map(({ field, title }) => (
          <FormField key={field} label={`${title}: what it says now`} description="Empty if nothing stands there.">
            <Input
              value={said.values[field] ?? ''}
              onChange={({ detail }) =>
                answer({ answer: 'otherwise', values: { ...said.values, [field]: detail.value.slice(0, 1_000) } })
              }
            />
          </FormField>
        ))}
    </SpaceBetween>
  );
}
