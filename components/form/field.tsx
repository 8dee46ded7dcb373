import { OctagonAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';

/** What a control inside a field must carry, so that label, help and error belong to it. */
export type FieldControl = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': boolean | undefined };

export type FieldProps = {
  label: ReactNode;
  /** Grey words after the label: "optional", "made by Mooring, cannot be changed". */
  aside?: ReactNode;
  help?: ReactNode;
  /** Replaces the help; says what is wrong and where the right value comes from. */
  error?: ReactNode;
  /** For groups (radio cards), whose parts have labels of their own. */
  group?: boolean;
  className?: string;
  children: (control: FieldControl) => ReactNode;
};

/** Label above, help below, the error in place of the help. */
export function Field({ label, aside, help, error, group, className, children }: FieldProps) {
  const id = useId();
  const below = error ?? help;
  const control: FieldControl = {
    id,
    'aria-describedby': below ? `${id}-below` : undefined,
    'aria-invalid': error ? true : undefined,
  };
  const words = (
    <>
      {label}
      {aside ? <span className="font-normal text-fg-3"> {aside}</span> : null}
    </>
  );
  return (
    <div className={cn('grid content-start gap-1.5', className)}>
      {group ? (
        <span className="font-medium">{words}</span>
      ) : (
        <label htmlFor={id} className="font-medium">
          {words}
        </label>
      )}
      {children(control)}
      {error ? (
        <p id={`${id}-below`} className="flex gap-1.5 text-12 text-danger-text">
          <Icon as={OctagonAlert} size="sm" className="mt-0.5" />
          <span className="min-w-0">{error}</span>
        </p>
      ) : help ? (
        <p id={`${id}-below`} className="text-12 text-fg-3">
          {help}
        </p>
      ) : null}
    </div>
  );
}
