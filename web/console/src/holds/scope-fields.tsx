import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import DatePicker from '@cloudscape-design/components/date-picker';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select, { type SelectProps } from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { PolicyView } from '../../../../functions/console/views.ts';
import type { TypedScope } from '../api.ts';

interface Props {
  readonly number: number;
  readonly policy: PolicyView;
  readonly scope: TypedScope;
  readonly error: string | undefined;
  readonly change: (scope: TypedScope) => void;
  readonly remove: (() => void) | undefined;
}

const any = { value: '', label: 'Any' };

export function isScopeEmpty(scope: TypedScope): boolean {
  return Object.keys(scope).length === 0;
}

/** One scope: every part left empty fits everything. */
export function ScopeFields({ number, policy, scope, error, change, remove }: Props) {
  const set = (part: Partial<Record<Exclude<keyof TypedScope, 'period'>, string>>) =>
    change(filled({ ...scope, ...part }));
  const setPeriod = (part: { from?: string; to?: string }) => {
    const period = filled({ ...scope.period, ...part });
    const { period: _, ...rest } = scope;
    change(Object.keys(period).length > 0 ? { ...rest, period } : rest);
  };
  const choice = (part: 'store' | 'collection' | 'category', options: readonly SelectProps.Option[]) => (
    <Select
      options={[any, ...options]}
      selectedOption={options.find(({ value }) => value === scope[part]) ?? any}
      onChange={({ detail }) => set({ [part]: detail.selectedOption.value ?? '' })}
    />
  );
  const named = ({ key, name }: { readonly key: string; readonly name: string }) => ({ value: key, label: name });

  return (
    <SpaceBetween size="s">
      <Header
        variant="h3"
        actions={
          remove && (
            <Button formAction="none" ariaLabel={`Remove scope ${number}`} onClick={remove}>
              Remove
            </Button>
          )
        }
      >
        Scope {number}
      </Header>
      <ColumnLayout columns={2} minColumnWidth={220}>
        <FormField
          label="Person: email address"
          description="Only a keyed hash of it is kept."
          {...(error === undefined ? {} : { errorText: error })}
        >
          <Input type="email" value={scope.email ?? ''} onChange={({ detail }) => set({ email: detail.value })} />
        </FormField>
        <FormField label="Company: number in the stores">
          <Input value={scope.company ?? ''} onChange={({ detail }) => set({ company: detail.value })} />
        </FormField>
        <FormField label="Store">
          {choice(
            'store',
            policy.stores.map((store) => ({ value: store, label: store })),
          )}
        </FormField>
        <FormField label="Collection">{choice('collection', policy.collections.map(named))}</FormField>
        <FormField label="Category">{choice('category', policy.categories.map(named))}</FormField>
        <div />
        <FormField label="From" constraintText="YYYY/MM/DD">
          <DatePicker
            value={scope.period?.from ?? ''}
            onChange={({ detail }) => setPeriod({ from: detail.value })}
            placeholder="YYYY/MM/DD"
          />
        </FormField>
        <FormField label="To" constraintText="YYYY/MM/DD">
          <DatePicker
            value={scope.period?.to ?? ''}
            onChange={({ detail }) => setPeriod({ to: detail.value })}
            placeholder="YYYY/MM/DD"
          />
        </FormField>
      </ColumnLayout>
    </SpaceBetween>
  );
}

/** Without the parts that are empty. */
function filled<Parts extends object>(parts: Parts): Parts {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== '' && part !== undefined)) as Parts;
}
