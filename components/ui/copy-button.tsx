'use client';
import { Check, Copy } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { IconButton, type IconButtonProps } from '@/components/ui/icon-button';
import { useCopy } from '@/components/ui/use-copy';

export type CopyButtonProps = {
  text: string | (() => string);
  /** What is copied, "Copy role ARN": the name of an icon button. */
  label: string;
  /** With words, it is a button; without, an icon. */
  children?: string;
  size?: IconButtonProps['size'];
  intent?: 'secondary' | 'ghost';
  className?: string;
};

export function CopyButton({ text, label, children, size = 'sm', intent, className }: CopyButtonProps) {
  const { copied, copy } = useCopy();
  const act = () => copy(typeof text === 'string' ? text : text());
  const icon = copied ? Check : Copy;
  const said = (
    <span role="status" className="sr-only">
      {copied ? 'Copied' : ''}
    </span>
  );
  if (children) {
    return (
      <Button size={size === 'md' ? 'md' : 'sm'} intent={intent} icon={icon} onClick={act} className={className}>
        {copied ? 'Copied' : children}
        {said}
      </Button>
    );
  }
  return (
    <>
      <IconButton
        label={copied ? 'Copied' : label}
        icon={icon}
        size={size}
        intent={intent}
        onClick={act}
        className={className}
      />
      {said}
    </>
  );
}
