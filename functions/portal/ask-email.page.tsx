import type { EmailTold } from './ask-email.ts';
import { type Fields, shown } from './form-body.ts';
import { TextField } from './form-fields.page.tsx';
import { Row, type StepPage, typedIn } from './step.page.tsx';

export const emailPage: StepPage<EmailTold> = {
  title: ({ email }, fields) => (isOwn(fields) ? email.title : email.titleFor),
  Questions: (props) => {
    const { words } = props.site;
    const own = isOwn(props.fields);
    return (
      <>
        <TextField
          {...typedIn(props, 'email')}
          label={words.email.email}
          hint={own ? words.email.hint : words.email.hintFor}
          type="email"
          inputmode="email"
          autocomplete={own ? 'email' : 'off'}
          spellcheck={false}
        />
        <TextField
          {...typedIn(props, 'name')}
          label={`${own ? words.email.name : words.email.nameFor} ${words.optional}`}
          hint={own ? words.email.nameHint : undefined}
          autocomplete={own ? 'name' : 'off'}
        />
      </>
    );
  },
  Rows: ({ site, told: { email, name } }) => {
    const { check } = site.words;
    return (
      <>
        <Row site={site} step="email" label={check.email} value={email} />
        <Row
          site={site}
          step="email"
          label={check.name}
          value={name === undefined ? check.none : <span dir="auto">{name}</span>}
        />
      </>
    );
  },
};

function isOwn(fields: Fields): boolean {
  return shown(fields, 'acting') !== 'someone_else';
}
