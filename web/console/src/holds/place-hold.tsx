import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import DatePicker from '@cloudscape-design/components/date-picker';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { HoldView, PolicyView } from '../../../../functions/console/views.ts';
import { api, type TypedScope } from '../api.ts';
import { ProblemAlert } from '../problem-alert.tsx';
import { codeOf } from '../use-loaded.ts';
import { isScopeEmpty, ScopeFields } from './scope-fields.tsx';

interface Props {
  readonly policy: PolicyView;
  readonly close: () => void;
  readonly placed: (holds: readonly HoldView[]) => void;
}

interface Draft {
  readonly name: string;
  readonly owner: string;
  readonly reason: string;
  readonly reviewOn: string;
  /** Each with a key, so that removing one keeps the others' fields as they are. */
  readonly scopes: readonly { readonly key: string; readonly scope: TypedScope }[];
}

const newScope = () => ({ key: crypto.randomUUID(), scope: {} });

/** The form for a new hold. Its matter is drawn once, so sending it twice places one hold. */
export function PlaceHold({ policy, close, placed }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [matter] = useState(() => crypto.randomUUID());
  const [draft, setDraft] = useState<Draft>(() => ({
    name: '',
    owner: '',
    reason: '',
    reviewOn: '',
    scopes: [newScope()],
  }));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const set = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }));
  const missing = (text: string) => (tried && text.trim() === '' ? 'Fill this in.' : undefined);
  const noScope = draft.scopes.some(({ scope }) => isScopeEmpty(scope));
  const complete = [draft.name, draft.owner, draft.reason, draft.reviewOn].every((text) => text.trim() !== '');

  const place = async () => {
    // Shown at once, so that the first field that needs something can have the focus.
    flushSync(() => setTried(true));
    if (!complete || noScope) {
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    setBusy(true);
    try {
      const { holds } = await api.placeHold({ ...draft, matter, scopes: draft.scopes.map(({ scope }) => scope) });
      placed(holds);
    } catch (error) {
      setProblem(codeOf(error));
      setBusy(false);
    }
  };

  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        void place();
      }}
    >
      <Form
        header={<Header variant="h1">Place a hold</Header>}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button formAction="none" variant="link" onClick={close}>
              Cancel
            </Button>
            <Button formAction="submit" variant="primary" loading={busy}>
              Place the hold
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="l">
          <ProblemAlert code={problem} />
          <Container header={<Header variant="h2">Matter</Header>}>
            <SpaceBetween size="m">
              <FormField label="Name" errorText={missing(draft.name)}>
                <Input value={draft.name} onChange={({ detail }) => set({ name: detail.value })} ariaRequired />
              </FormField>
              <FormField label="Owner" description="Who answers questions about it." errorText={missing(draft.owner)}>
                <Input value={draft.owner} onChange={({ detail }) => set({ owner: detail.value })} ariaRequired />
              </FormField>
              <FormField label="Reason" errorText={missing(draft.reason)} stretch>
                <Textarea
                  value={draft.reason}
                  onChange={({ detail }) => set({ reason: detail.value })}
                  rows={3}
                  ariaRequired
                />
              </FormField>
              <FormField
                label="Review on"
                description="When someone asks whether it is still needed."
                constraintText="YYYY/MM/DD"
                errorText={missing(draft.reviewOn)}
              >
                <DatePicker
                  value={draft.reviewOn}
                  onChange={({ detail }) => set({ reviewOn: detail.value })}
                  placeholder="YYYY/MM/DD"
                  isDateEnabled={(date) => date.getTime() > Date.now()}
                  ariaRequired
                />
              </FormField>
            </SpaceBetween>
          </Container>
          <Container
            header={
              <Header
                variant="h2"
                description="The hold covers whatever one of these covers. Within one, every part that is filled in has to fit."
                actions={
                  <Button formAction="none" onClick={() => set({ scopes: [...draft.scopes, newScope()] })}>
                    Add another
                  </Button>
                }
              >
                What it covers
              </Header>
            }
          >
            <SpaceBetween size="l">
              {draft.scopes.map(({ key, scope }, index) => (
                <ScopeFields
                  key={key}
                  number={index + 1}
                  policy={policy}
                  scope={scope}
                  error={tried && isScopeEmpty(scope) ? 'Fill in at least one part.' : undefined}
                  change={(next) =>
                    set({ scopes: draft.scopes.map((old) => (old.key === key ? { key, scope: next } : old)) })
                  }
                  remove={
                    draft.scopes.length > 1
                      ? () => set({ scopes: draft.scopes.filter((old) => old.key !== key) })
                      : undefined
                  }
                />
              ))}
            </SpaceBetween>
          </Container>
        </SpaceBetween>
      </Form>
    </form>
  );
}
