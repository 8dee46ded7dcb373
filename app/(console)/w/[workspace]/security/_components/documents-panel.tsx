'use client';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { read } from '@/lib/client/queries';
import { bytes } from '@/lib/format/number';
import { errorOf } from '../../../../_components/error-of';
import { saveFile } from '../../../../_components/save-file';
import { useSession } from '../../../../_components/session';

/** The issuer's two documents, for installs that AWS cannot reach: hosted in a bucket they do the same. */
export function DocumentsPanel() {
  const { workspace } = useSession();
  const documents = useQuery(read('federation.documents', { params: { workspaceId: workspace.id } }));
  const failed = errorOf('The documents could not be read', documents);
  const files = documents.data?.files;
  return (
    <Panel flush title="Export documents" fact="for an install that AWS cannot reach">
      <p className="max-w-[80ch] px-3 pt-3 text-fg-2 md:px-4">
        AWS only needs these two files at the issuer URL. The module in{' '}
        <code className="mono">deploy/terraform/examples/issuer-bucket</code> serves them from an S3 bucket; point{' '}
        <code className="mono">MOORING_ISSUER_URL</code> there. Export them again after each rotation.
      </p>
      {failed ? (
        <ErrorState {...failed} />
      ) : !files ? (
        <div className="p-4">
          <SkeletonRows rows={2} />
        </div>
      ) : (
        <ul className="rows mt-3 border-line border-t">
          {files.map(({ path, contentType, content }) => (
            <li key={path} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 md:px-4">
              <span className="mono min-w-0 basis-full [overflow-wrap:anywhere] md:flex-1">{path}</span>
              <span className="text-12 text-fg-3">
                {contentType}, {bytes(new TextEncoder().encode(content).length)}
              </span>
              <span className="ml-auto flex gap-2">
                <CopyButton text={content} label={`Copy ${path}`}>
                  Copy
                </CopyButton>
                <Button
                  size="sm"
                  icon={Download}
                  aria-label={`Download ${path}`}
                  onClick={() => saveFile(path.split('/').at(-1) ?? path, content, contentType)}
                >
                  Download
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
