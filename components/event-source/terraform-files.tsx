'use client';
import { Download } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { CodeBlock } from '@/components/code/code-block';
import type { CodeLanguage } from '@/components/code/highlight';
import { buttonClass } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import { Tabs } from '@/components/ui/tabs';
import { plural } from '@/lib/format/number';
import type { sourceTerraformSchema } from '@/lib/schemas/event-source';

export type SourceTerraform = z.output<typeof sourceTerraformSchema>;

/** The files of what a strategy reads: each with what it is for, then the commands. */
export function TerraformFiles({ rendered, zipHref }: { rendered: SourceTerraform; zipHref: string }) {
  const [chosen, setPath] = useState<string | null>(null);
  const { files } = rendered;
  const file = files.find(({ path }) => path === chosen) ?? files[0];
  if (!file) return null;
  return (
    <>
      <Panel flush label="Terraform files">
        <Tabs
          label="Files"
          value={file.path}
          onChange={setPath}
          mono
          className="px-3 pt-1 md:px-4"
          tabs={files.map(({ path, text, language, explanation }) => ({
            value: path,
            label: path,
            content: (
              <>
                <p className="border-line border-b px-3 py-2.5 text-fg-2 md:px-4">{explanation}</p>
                <CodeBlock label={path} code={text} language={languageOf(language)} className="max-h-[420px]" />
              </>
            ),
          }))}
        />
      </Panel>
      <Panel
        title="Apply"
        flush
        end={
          <a href={zipHref} download className={buttonClass({ size: 'sm' })}>
            <Icon as={Download} size="sm" className="text-fg-3" />
            Zip, {plural(files.length, 'file')}
          </a>
        }
      >
        <CodeBlock label="Commands" code={rendered.commands.join('\n')} language="bash" plain />
      </Panel>
    </>
  );
}

function languageOf(language: string): CodeLanguage {
  return language === 'hcl' || language === 'json' || language === 'yaml' || language === 'bash' ? language : 'text';
}
