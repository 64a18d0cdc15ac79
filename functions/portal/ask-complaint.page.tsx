import type { Complaint } from './ask-complaint.ts';
import { TextArea, TextField } from './form-fields.page.tsx';
import { Row, type StepPage, typedIn, Written } from './step.page.tsx';

export const complaintPage: StepPage<Complaint> = {
  title: (words) => words.complaint.title,
  Questions: (props) => {
    const { words } = props.site;
    const { complaint } = words;
    return (
      <>
        <TextArea {...typedIn(props, 'complaint')} label={complaint.words} hint={complaint.hint} />
        <TextField
          {...typedIn(props, 'complaint_reference')}
          label={`${complaint.reference} ${words.optional}`}
          hint={complaint.referenceHint}
          width={16}
        />
      </>
    );
  },
  Rows: ({ site, told: { words: written, reference } }) => {
    const { complaint } = site.words;
    return (
      <>
        <Row site={site} step="complaint" label={complaint.words} value={<Written text={written} />} />
        {reference !== undefined && <Row site={site} step="complaint" label={complaint.reference} value={reference} />}
      </>
    );
  },
};
