import { isObject, type JsonRecord, list, text } from '@/components/resource/json';
import { Time } from '@/components/ui/time';
import { plural } from '@/lib/format/number';
import { duration } from '@/lib/format/time';

/** `volatile.lastUsed`: null is never, absent is not known. */
export function LastUsed({ volatile }: { volatile: JsonRecord }) {
  if (!('lastUsed' in volatile)) return 'not known';
  const { lastUsed } = volatile;
  if (!isObject(lastUsed)) return 'never';
  const where = [text(lastUsed.service), text(lastUsed.region)].filter(Boolean).join(', ');
  return (
    <>
      <Time at={text(lastUsed.date)} />
      {where ? <span className="text-fg-3"> in {where}</span> : null}
    </>
  );
}

/** The console password, from the credential report: "none", "set, used 3 d ago". */
export function Password({ volatile }: { volatile: JsonRecord }) {
  if (typeof volatile.passwordEnabled !== 'boolean') return 'not known';
  if (!volatile.passwordEnabled) return 'none';
  const used = text(volatile.passwordLastUsed);
  return used ? (
    <>
      set, used <Time at={used} />
    </>
  ) : (
    'set, never used'
  );
}

/** The longest session of a role: "1 h", "12 h", "1 h 30 m". */
export function sessionWord(seconds: unknown): string | null {
  if (typeof seconds !== 'number') return null;
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : duration(seconds * 1000);
}

/** MFA of a user: its virtual devices, else what the credential report says of any device. */
export function mfaWords({ attributes, volatile }: { attributes: JsonRecord; volatile: JsonRecord }): string {
  const devices = list(attributes.virtualMfaDevices).length;
  if (devices > 0) return `on, ${plural(devices, 'virtual device')}`;
  if (typeof volatile.mfaActive === 'boolean') return volatile.mfaActive ? 'on' : 'off';
  return 'not known';
}
