import { listingRule } from '../fulfilment/index.ts';
import type { ListingTold } from './ask-listing.ts';
import { Choices, TextArea } from './form-fields.page.tsx';
import { problemOf, Row, type StepPage, typedIn, Written } from './step.page.tsx';

export const listingPage: StepPage<ListingTold> = {
  title: ({ changes }) => changes.listingTitle,
  Questions: (props) => {
    const { words, organisation } = props.site;
    const { changes } = words;
    const example = listingRule(organisation.rights)?.address.replace('{number}', 'L000012-1') ?? '';
    return (
      <>
        <TextArea {...typedIn(props, 'listing')} label={changes.listing} hint={changes.listingHint(example)} />
        <Choices
          words={words}
          name="listing_extent"
          type="radio"
          label={changes.extent}
          problem={problemOf(props, 'listing_extent')}
          choices={[
            { value: 'listing', label: changes.extents.listing, hint: changes.extentHints.listing },
            { value: 'contact', label: changes.extents.contact, hint: changes.extentHints.contact },
          ]}
          chosen={props.fields.listing_extent ?? []}
        />
        <TextArea
          {...typedIn(props, 'listing_evidence')}
          label={`${changes.listingEvidence} ${words.optional}`}
          hint={changes.listingEvidenceHint}
        />
      </>
    );
  },
  Rows: ({ site, told: { listings, extent, evidence } }) => {
    const { changes } = site.words;
    return (
      <>
        <Row site={site} step="listing" label={changes.listing} value={<Written text={listings.join('\n')} />} />
        <Row site={site} step="listing" label={changes.extent} value={changes.extents[extent]} />
        {evidence !== undefined && (
          <Row site={site} step="listing" label={changes.listingEvidence} value={<Written text={evidence} />} />
        )}
      </>
    );
  },
};
