import { useState } from 'react';
import { ChoiceField } from './choice-field.tsx';
import type { reasonOptions } from './reason-options.ts';
import { useTried } from './staff-form.tsx';
import { WordsField } from './words-field.tsx';

/** A refusal while it is written. */
export function useRefusal() {
  const [reason, setReason] = useState<string>();
  const [words, setWords] = useState('');
  const tried = useTried();
  return {
    reason,
    words,
    setReason,
    setWords,
    /** What to send; undefined while something is missing, and then the fields say so. */
    finish(): { readonly reason: string; readonly words: string } | undefined {
      tried.try();
      return reason === undefined || words.trim() === '' ? undefined : { reason, words };
    },
    error: tried.error,
    reset() {
      setWords('');
      setReason(undefined);
      tried.reset();
    },
  };
}

type Refusal = ReturnType<typeof useRefusal>;

interface Props {
  readonly refusal: Refusal;
  readonly options: ReturnType<typeof reasonOptions>;
  readonly description?: string;
  readonly rows: number;
}

/** Where the member reads what staff write. */
export const wordsShownAfterCode = 'What you considered in this case. Shown on the page of the request, after a code.';

/** Why something is refused: the reason, and plain words for the member. */
export function RefusalFields({
  refusal: { reason, words, setReason, setWords, error },
  options,
  description,
  rows,
}: Props) {
  return (
    <>
      <ChoiceField
        label="Reason"
        placeholder="Choose a reason"
        options={options}
        value={reason}
        change={setReason}
        error={error(reason === undefined, 'Choose a reason.')}
      />
      <WordsField
        label="Plain words for the member"
        {...(description === undefined ? {} : { description })}
        value={words}
        change={setWords}
        error={error(words.trim() === '', 'Say why in plain words.')}
        rows={rows}
      />
    </>
  );
}
