import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';

interface Props {
  readonly label: string;
  /** "Choose a reason" */
  readonly placeholder: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string | undefined;
  readonly change: (value: string | undefined) => void;
  readonly error: string | undefined;
}

/** One of several, which has to be chosen. */
export function ChoiceField({ label, placeholder, options, value, change, error }: Props) {
  return (
    <FormField label={label} errorText={error}>
      <Select
        placeholder={placeholder}
        options={options}
        selectedOption={options.find((option) => option.value === value) ?? null}
        onChange={({ detail }) => change(detail.selectedOption.value)}
        ariaRequired
      />
    </FormField>
  );
}
