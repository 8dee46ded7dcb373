import { type EventSource, SOURCE_WORD } from '@/components/event-source/states';
import { StateWord } from '@/components/ui/state-word';

/** What a source does now, in shape and word. */
export function SourceState({ source, look }: { source: Pick<EventSource, 'state'>; look?: 'badge' | 'plain' }) {
  const { state, word } = SOURCE_WORD[source.state];
  return (
    <StateWord state={state} look={look}>
      {word}
    </StateWord>
  );
}
