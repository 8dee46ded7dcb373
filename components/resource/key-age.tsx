import { AGE_TONE, ageLevel } from '@/components/resource/key-age-bins';
import { Icon } from '@/components/ui/icon';
import { TONE_ICON } from '@/components/ui/tone';
import { plural } from '@/lib/format/number';

export type KeyAgeProps = {
  ageDays: number | null;
  /** An inactive key opens nothing, so its age alarms nobody. */
  active: boolean;
  limitDays?: number;
};

/** A key's age in days, marked when it is past the limit. */
export function KeyAge({ ageDays, active, limitDays = 90 }: KeyAgeProps) {
  if (ageDays === null) return 'not known';
  const tone = AGE_TONE[active ? ageLevel(ageDays, limitDays) : 'fine'];
  if (tone === 'neutral') return plural(ageDays, 'day');
  return (
    <span data-tone={tone} className="inline-flex items-center gap-1.5 text-tone-text" title={`Past ${limitDays} days`}>
      <Icon as={TONE_ICON[tone]} size="xs" />
      {plural(ageDays, 'day')}
    </span>
  );
}
