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

/** What is in the form. `sources` are ids. */
export type Edited = { title: string; enabled: boolean; sources: ReadonlySet<string> };

export const editedOf = ({ title, enabled, eventSources }: SensorProfile): Edited => ({
  title,
  enabled,
  sources: new Set(eventSources.map(({ id }) => id)),
});

/** Theirs, with what was changed in the form since `base`: of the set, what was attached and detached. */
export function merged(base: Edited, mine: Edited, theirs: Edited): Edited {
  const kept = [...theirs.sources].filter((id) => mine.sources.has(id) || !base.sources.has(id));
  const added = [...mine.sources].filter((id) => !base.sources.has(id));
  return {
    title: mine.title === base.title ? theirs.title : mine.title,
    enabled: mine.enabled === base.enabled ? theirs.enabled : mine.enabled,
    sources: new Set([...kept, ...added]),
  };
}
