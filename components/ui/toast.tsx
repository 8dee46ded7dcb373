'use client';
import { X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { type ReactNode, useSyncExternalStore } from 'react';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { TOAST_STAYS, type Toast, toast, toastStore } from '@/components/ui/toast-store';
import { TONE_ICON } from '@/components/ui/tone';

export const toastClass =
  'flex items-start gap-2.5 rounded-3 border border-line-strong bg-surface p-3 shadow-pop animate-rise';

/** The parts inside a toast; also drawn by the design page. */
export function ToastFace({ tone, title, body, close }: Omit<Toast, 'id'> & { close?: ReactNode }) {
  return (
    <>
      <Icon as={TONE_ICON[tone]} className="mt-0.5 text-tone" />
      <div className="min-w-0 flex-1 break-words">
        <p className="font-medium">{title}</p>
        {body ? <div className="text-fg-2">{body}</div> : null}
      </div>
      {close}
    </>
  );
}

const NONE: readonly Toast[] = [];

/** Where toasts appear; once in the document. F8 moves there, Esc or a swipe closes. */
export function Toaster() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read, () => NONE);
  return (
    <Radix.Provider swipeDirection="right" label="Message">
      {toasts.map(({ id, tone, title, body }) => (
        <Radix.Root
          key={id}
          data-tone={tone}
          type={tone === 'danger' ? 'foreground' : 'background'}
          duration={TOAST_STAYS[tone]}
          onOpenChange={(open) => (open ? undefined : toast.close(id))}
          className={toastClass}
        >
          <ToastFace
            tone={tone}
            title={title}
            body={body}
            close={
              <Radix.Close asChild>
                <IconButton label="Dismiss" icon={X} size="xs" tooltip={false} />
              </Radix.Close>
            }
          />
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed right-3 bottom-3 z-40 grid w-[min(380px,calc(100vw-24px))] gap-2 outline-none md:right-5 md:bottom-5" />
    </Radix.Provider>
  );
}
