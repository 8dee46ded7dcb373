'use client';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { CodeBlock } from '@/components/code/code-block';
import { buttonClass } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import { Segment } from '@/components/ui/segment';
import { operationUrl } from '@/lib/client/client';
import { plural } from '@/lib/format/number';
import type { Rendered } from '@/lib/schemas/integration';
import { Disclosure } from '../../../../../../_components/disclosure';
import type { Format } from './step-props';

type Tool = keyof Rendered['commands'];
type Props = { rendered: Rendered; format: Format; params: { workspaceId: string; integrationId: string } };

/** Download and commands for the shell of whoever applies the files. */
export function CommandsPanel({ rendered, format, params }: Props) {
  const [tool, setTool] = useState<Tool>('terraform');
  const terraform = format === 'terraform';
  const commands = terraform ? rendered.commands[tool].join('\n') : rendered.cloudFormation.command;
  const operation = terraform ? 'integrations.downloadTerraform' : 'integrations.downloadCloudFormation';
  return (
    <Panel
      title="Apply"
      flush
      end={
        <>
          {terraform ? (
            <Segment
              label="Tool"
              value={tool}
              onChange={setTool}
              options={[
                { value: 'terraform', label: 'terraform' },
                { value: 'tofu', label: 'tofu' },
              ]}
            />
          ) : null}
          <a href={operationUrl(operation, { params })} download className={buttonClass({ size: 'sm' })}>
            <Icon as={Download} size="sm" className="text-fg-3" />
            {terraform ? `Zip, ${plural(rendered.files.length, 'file')}` : 'Template'}
          </a>
        </>
      }
    >
      <CodeBlock label="Commands" code={commands} language="bash" plain />
      {terraform ? (
        <Disclosure words="Where the state belongs" className="border-line border-t px-4 py-2">
          <p className="max-w-[80ch]">{rendered.stateNote}</p>
        </Disclosure>
      ) : null}
    </Panel>
  );
}
