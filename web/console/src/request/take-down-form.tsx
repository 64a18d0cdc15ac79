import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { ChangeView } from '../../../../functions/console/review-views.ts';
import { useTried } from './staff-form.tsx';
import type { Changes } from './use-changes.ts';
import { WordsField } from './words-field.tsx';

interface Props {
  readonly change: ChangeView;
  readonly busy: boolean;
  readonly decide: Changes['decide'];
}

/** The listing as it was found for this person, and taking it down as far as the policy lets them ask. */
export function TakeDownForm({ change, busy, decide }: Props) {
  const [words, setWords] = useState('');
  const tried = useTried();
  const { listing, extent: asked } = change;
  if (!listing) {
    return (
      <StatusIndicator type="warning">
        No such listing belongs to this person’s company or names this person: it can only be refused.
      </StatusIndicator>
    );
  }
  const { allowed } = listing;
  const take = async (extent: 'listing' | 'contact') => {
    tried.try();
    if (extent !== asked && words.trim() === '') return;
    await decide(change.id, { type: 'take_down', extent, ...(words.trim() === '' ? {} : { words }) });
  };
  const other = asked === 'listing' ? 'contact' : 'listing';
  return (
    <SpaceBetween size="s">
      <KeyValuePairs
        columns={2}
        items={listing.values.map(({ title, value }) => ({
          label: title,
          value: value === null ? '–' : String(value),
        }))}
      />
      {!allowed.listing && (
        <Box>It is another company’s listing: this person can only have their own details taken out of it.</Box>
      )}
      <WordsField
        label="Words for the member"
        description="Needed where it is not done as asked."
        value={words}
        change={setWords}
        error={tried.error(words.trim() === '', 'Say why it is not done as asked.')}
        rows={3}
        optional
      />
      <SpaceBetween direction="horizontal" size="xs">
        {[asked ?? 'listing', other].map((extent, index) =>
          allowed[extent as 'listing' | 'contact'] ? (
            <Button
              key={extent}
              variant={index === 0 ? 'primary' : 'normal'}
              disabled={busy}
              onClick={() => void take(extent as 'listing' | 'contact')}
            >
              {extent === 'listing' ? 'Take the listing down' : 'Take the contact person out'}
            </Button>
          ) : null,
        )}
      </SpaceBetween>
    </SpaceBetween>
  );
}
