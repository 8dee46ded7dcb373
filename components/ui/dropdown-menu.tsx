'use client';
import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import { cloneElement, Fragment, type ReactElement, type ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { KeyCap } from '@/components/ui/key-cap';
import { popClass, popItemClass, popLabelClass } from '@/components/ui/menu-class';

export type MenuItem = {
  id: string;
  label: ReactNode;
  icon?: LucideIcon;
  onSelect?: () => void;
  /** A link element to render the item as, for items that go somewhere. */
  link?: ReactElement;
  danger?: boolean;
  disabledReason?: string | false;
  keyCap?: string;
  /** Shows a check mark: one of several, or on and off. */
  checked?: boolean;
  /** Stays open on select, for on and off. */
  keepOpen?: boolean;
};

export type MenuGroup = { id: string; label?: ReactNode; items: readonly MenuItem[] };

export type DropdownMenuProps = {
  /** The button that opens it. */
  trigger: ReactElement;
  groups: readonly MenuGroup[];
  align?: 'start' | 'end';
  label?: string;
  className?: string;
};

/** Actions on one thing. Arrow keys move, letters jump, Esc closes. */
export function DropdownMenu({ trigger, groups, align = 'end', label, className }: DropdownMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          className={cn(
            popClass,
            'max-h-[min(420px,var(--radix-dropdown-menu-content-available-height))] overflow-y-auto',
            className,
          )}
        >
          {groups.map((group, index) => (
            <Fragment key={group.id}>
              {index > 0 ? <Radix.Separator className="-mx-1 my-1 h-px bg-line" /> : null}
              <Radix.Group>
                {group.label ? <Radix.Label className={popLabelClass}>{group.label}</Radix.Label> : null}
                {group.items.map((item) => (
                  <Item key={item.id} item={item} />
                ))}
              </Radix.Group>
            </Fragment>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Item({ item }: { item: MenuItem }) {
  const { label, icon, onSelect, link, danger, disabledReason, keyCap, checked, keepOpen } = item;
  const className = cn(popItemClass, danger && 'text-danger-text');
  const disabled = Boolean(disabledReason);
  const face = (
    <>
      {icon ? <Icon as={icon} size="sm" className={danger ? undefined : 'text-fg-3'} /> : null}
      <span className="truncate">{label}</span>
      {keyCap ? <KeyCap className="ml-auto">{keyCap}</KeyCap> : null}
      {disabledReason ? <span className="ml-auto text-12">{disabledReason}</span> : null}
      {checked ? <Icon as={Check} size="sm" className="ml-auto text-accent-text" /> : null}
    </>
  );
  const select = (event: Event) => {
    if (keepOpen) event.preventDefault();
    onSelect?.();
  };
  if (checked !== undefined) {
    return (
      <Radix.CheckboxItem checked={checked} disabled={disabled} onSelect={select} className={className}>
        {face}
      </Radix.CheckboxItem>
    );
  }
  if (link) {
    return (
      <Radix.Item asChild disabled={disabled} className={className}>
        {cloneElement(link, {}, face)}
      </Radix.Item>
    );
  }
  return (
    <Radix.Item disabled={disabled} onSelect={select} className={className}>
      {face}
    </Radix.Item>
  );
}
