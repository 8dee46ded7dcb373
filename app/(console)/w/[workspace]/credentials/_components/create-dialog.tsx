'use client';
import { Dialog } from '@/components/ui/dialog';
import { CreateForm } from './create-form';

/** A short form above the list; it is new each time it opens. */
export function CreateDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New credential"
      description="How Mooring comes to AWS where the built-in issuer is not used, and which roles it then assumes."
      wide
    >
      <CreateForm onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}
