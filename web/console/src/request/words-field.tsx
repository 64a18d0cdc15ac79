import FormField from '@cloudscape-design/components/form-field';
import Textarea from '@cloudscape-design/components/textarea';

const maxWords = 4_000;

interface Props {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly change: (text: string) => void;
  readonly error: string | undefined;
  readonly rows?: number;
  readonly optional?: boolean;
}

/** Text that staff write, with how much of it fits. */
export function WordsField({ label, description, value, change, error, rows = 4, optional = false }: Props) {
  return (
    <FormField
      label={label}
      description={description}
      constraintText={`${value.length} of ${maxWords} characters`}
      errorText={error}
      stretch
    >
      <Textarea
        value={value}
        onChange={({ detail }) => change(detail.value.slice(0, maxWords))}
        rows={rows}
        ariaRequired={!optional}
      />
    </FormField>
  );
}
