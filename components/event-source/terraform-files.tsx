'use client';
import { ArrowLeft, ArrowRight, Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { z } from 'zod';
import { CodeBlock } from '@/components/code/code-block';
import type { CodeLanguage } from '@/components/code/highlight';
import { buttonClass } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { plural } from '@/lib/format/number';
import type { sourceTerraformSchema } from '@/lib/schemas/event-source';

export type SourceTerraform = z.output<typeof sourceTerraformSchema>;

type Props = { rendered: SourceTerraform; zipHref: string; end?: ReactNode };

/** The files of what a strategy reads, one at a time and each with what it is for; then the commands. */
export function TerraformFiles({ rendered: { files, commands }, zipHref, end }: Props) {
  const [chosen, setPath] = useState<string | null>(null);
  const at = Math.max(
    0,
    files.findIndex(({ path }) => path === chosen),
  );
  const file = files[at];
  if (!file) return null;
  const step = (by: number) => setPath(files[at + by]?.path ?? file.path);
  return (
    <>
      <Panel flush label="Terraform files">
        <div className="flex flex-wrap items-center gap-2 border-line border-b px-3 py-2 md:flex-nowrap md:px-4">
          <Select
            aria-label="File"
            mono
            value={file.path}
            onChange={setPath}
            options={files.map(({ path }) => ({ value: path, label: path }))}
            className="min-w-0 flex-1 max-md:basis-full"
          />
          <span className="mr-auto text-12 whitespace-nowrap text-fg-3 tabular-nums">
            {at + 1} of {files.length}
          </span>
          <IconButton
            label="File before"
            icon={ArrowLeft}
            onClick={() => step(-1)}
            disabledReason={at === 0 && 'This is the first'}
          />
          <IconButton
            label="Next file"
            icon={ArrowRight}
            onClick={() => step(1)}
            disabledReason={at === files.length - 1 && 'This is the last'}
          />
        </div>
        <p className="border-line border-b px-3 py-2.5 text-fg-2 md:px-4" aria-live="polite">
          {file.explanation}
        </p>
        <CodeBlock
          key={file.path}
          label={file.path}
          code={file.text}
          language={languageOf(file.language)}
          className="max-h-[420px]"
        />
      </Panel>
      <Panel
        title="Apply"
        flush
        end={
          <>
            {end}
            <a href={zipHref} download className={buttonClass({ size: 'sm' })}>
              <Icon as={Download} size="sm" className="text-fg-3" />
              Zip, {plural(files.length, 'file')}
            </a>
          </>
        }
      >
        <CodeBlock label="Commands" code={commands.join('\n')} language="bash" plain />
      </Panel>
    </>
  );
}

function languageOf(language: string): CodeLanguage {
  return language === 'hcl' || language === 'json' || language === 'yaml' || language === 'bash' ? language : 'text';
}
