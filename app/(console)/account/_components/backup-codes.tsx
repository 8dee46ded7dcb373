'use client';
import { Download } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Note } from '@/components/ui/note';
import { saveFile } from '../../_components/save-file';

/** Shown this once. Each stands in for the authenticator app one time. */
export function BackupCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const text = `${codes.join('\n')}\n`;
  return (
    <>
      <Note tone="warn" title="Keep these backup codes now">
        They are not shown again. Each works once, when the authenticator app is not at hand.
      </Note>
      <ul aria-label="Backup codes" className="mono grid max-w-100 grid-cols-2 gap-x-6 gap-y-1 rounded-2 bg-sunken p-4">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={text} label="Copy backup codes" size="md">
          Copy
        </CopyButton>
        <Button icon={Download} onClick={() => saveFile('mooring-backup-codes.txt', text, 'text/plain')}>
          Download
        </Button>
        <Button intent="primary" onClick={onDone}>
          I have kept them
        </Button>
      </div>
    </>
  );
}
