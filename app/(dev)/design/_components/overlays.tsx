'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog } from '@/components/ui/dialog';
import { Panel } from '@/components/ui/panel';
import { ToastFace, toastClass } from '@/components/ui/toast';
import { toast } from '@/components/ui/toast-store';

export function Overlays() {
  const [deleting, setDeleting] = useState(false);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Panel title="Dialogs" fact="a destructive one names what goes, and what stays">
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setDeleting(true)}>Delete an integration</Button>
          <Button onClick={() => setAsking(true)}>Change the schedule</Button>
          <Button onClick={() => toast.success('payments-prod saved', 'The first scan has started.')}>Save</Button>
          <Button onClick={() => toast.error('Schedule not saved', 'Someone changed it at 14:40.')}>
            Fail to save
          </Button>
        </div>
        <ConfirmDialog
          open={deleting}
          onOpenChange={setDeleting}
          verb="Delete"
          name="payments-prod"
          goes="Mooring forgets 3,412 resources of account 730335184422 and their history, and stops its hourly scan."
          stays={
            <>
              Nothing changes in AWS: the role <code>mooring-scanner</code> stays until you run{' '}
              <code>terraform destroy</code>.
            </>
          }
          onConfirm={() => {
            setDeleting(false);
            toast.success('payments-prod deleted');
          }}
        />
        <Dialog
          open={asking}
          onOpenChange={setAsking}
          title="Change the schedule"
          description="Scans start at a minute of their own."
          actions={
            <>
              <Button onClick={() => setAsking(false)}>Keep it</Button>
              <Button intent="primary" onClick={() => setAsking(false)}>
                Save
              </Button>
            </>
          }
        />
      </Panel>
      <Panel title="Toasts" fact="only for what you started; errors stay until closed">
        <div className="grid max-w-[380px] gap-2">
          <div data-tone="success" className={toastClass}>
            <ToastFace tone="success" title="payments-prod saved" body="The first scan has started." />
          </div>
          <div data-tone="danger" className={toastClass}>
            <ToastFace tone="danger" title="Schedule not saved" body="Someone changed it at 14:40." />
          </div>
        </div>
      </Panel>
    </>
  );
}
