import type { SensorProfile } from '../../_components/profile-columns';

/** What differs between a profile as it was read and as it is now, in sentences. */
export function changedMeanwhile(
  before: Pick<SensorProfile, 'title' | 'enabled' | 'eventSources'>,
  now: Pick<SensorProfile, 'title' | 'enabled' | 'eventSources'>,
): string[] {
  const names = (of: typeof before, without: typeof before) =>
    of.eventSources
      .filter(({ id }) => !without.eventSources.some((other) => other.id === id))
      .map(({ name }) => name)
      .join(', ');
  const [attached, detached] = [names(now, before), names(before, now)];
  return [
    ...(now.title === before.title ? [] : [`Its title is ${now.title} now.`]),
    ...(now.enabled === before.enabled ? [] : [`It is ${now.enabled ? 'enabled' : 'disabled'} now.`]),
    ...(attached ? [`Attached: ${attached}.`] : []),
    ...(detached ? [`Detached: ${detached}.`] : []),
  ];
}
