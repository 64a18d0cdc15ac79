import FormField from '@cloudscape-design/components/form-field';
import Textarea from '@cloudscape-design/components/textarea';

export const maxWords = 4_000;

/** Text that staff write, with how much of it fits. */
export function WordsField({
  label,
  description,
  value,
  change,
  error,
}: {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly change: (text: string) => void;
  readonly error: string | undefined;
}) {
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
        rows={4}
        ariaRequired
      />
    </FormField>
  );
}
