import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import { useState } from 'react';
import type { RequestView } from '../../../../functions/console/views.ts';
import { hrefOf, useFollow } from '../use-follow.ts';
import { StaffForm, useTried } from './staff-form.tsx';
import type { Desk } from './use-desk.ts';

/** Of which request this is a duplicate, or closing it as one. */
export function Duplicate({ desk, view }: { readonly desk: Desk; readonly view: RequestView }) {
  const follow = useFollow();
  const { duplicateOf } = view;
  if (view.may.close_duplicate === 'yes') return <DuplicateForm desk={desk} />;
  if (!duplicateOf) return null;
  return (
    <Box>
      Closed as a duplicate of{' '}
      <Link href={hrefOf(`/requests/${duplicateOf.requestId}`)} onFollow={follow}>
        {duplicateOf.reference}
      </Link>
      .
    </Box>
  );
}

/** Closing a request because another one of the same member asks for the same. */
function DuplicateForm({ desk }: { readonly desk: Desk }) {
  const [reference, setReference] = useState('');
  const tried = useTried();
  const close = async () => {
    tried.try();
    if (reference.trim() === '') return;
    await desk.give({ type: 'close_duplicate', reference });
  };
  return (
    <StaffForm
      label="Close as a duplicate"
      title={{
        text: 'Close as a duplicate',
        description:
          'Only of another request that the same address confirmed, is open or answered, and asks for all that this one asks for. The member is told its reference; nobody else has to agree.',
        variant: 'h2',
      }}
      button="Close as a duplicate"
      loading={desk.busy === 'close_duplicate'}
      send={() => void close()}
    >
      <FormField
        label="Reference of the other request"
        errorText={tried.error(reference.trim() === '', 'Type the reference of the other request.')}
      >
        <Input value={reference} onChange={({ detail }) => setReference(detail.value)} placeholder="PR-XXXX-XXXX" />
      </FormField>
    </StaffForm>
  );
}
