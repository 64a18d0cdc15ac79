import type { StepPage } from './step.page.tsx';

export const yourselfPage: StepPage<Readonly<Record<never, never>>> = {
  title: ({ changes }) => changes.yourselfTitle,
  Questions: ({ site: { words, organisation } }) => (
    <>
      <p>{words.changes.yourself}</p>
      <p>
        <a href={organisation.links.settings}>{words.changes.settings}</a>
      </p>
      <h2>{words.changes.forYouTitle}</h2>
      <p>{words.changes.forYou}</p>
    </>
  ),
  Rows: () => null,
};
