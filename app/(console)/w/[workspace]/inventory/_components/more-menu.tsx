'use client';
import { Ellipsis, Link2, SquareTerminal, Webhook } from 'lucide-react';
import { DropdownMenu } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { toast } from '@/components/ui/toast-store';
import { useCopy } from '@/components/ui/use-copy';
import { cliCall, curlCall } from './call-text';
import type { Inventory } from './use-inventory';

/** The same list elsewhere: its address, the CLI, the API. */
export function MoreMenu({ inventory }: { inventory: Inventory }) {
  const { copy } = useCopy();
  const give = async (what: string, text: string) => {
    await copy(text);
    toast.success(`Copied ${what}`, text.length > 160 ? `${text.slice(0, 160)}…` : text);
  };
  return (
    <DropdownMenu
      label="This list elsewhere"
      trigger={<IconButton label="This list elsewhere" icon={Ellipsis} intent="secondary" tooltip={false} />}
      groups={[
        {
          id: 'copy',
          label: 'Copy this list as',
          items: [
            { id: 'link', label: 'Link', icon: Link2, onSelect: () => void give('the link', window.location.href) },
            {
              id: 'cli',
              label: 'CLI command',
              icon: SquareTerminal,
              onSelect: () => void give('the command', cliCall(inventory)),
            },
            {
              id: 'curl',
              label: 'API call (curl)',
              icon: Webhook,
              onSelect: () => void give('the call', curlCall(window.location.origin, inventory)),
            },
          ],
        },
      ]}
    />
  );
}
