'use client';
import { Search } from 'lucide-react';
import { relationshipWord } from '@/components/resource/relationship-words';
import { Input } from '@/components/ui/input';
import { Segment } from '@/components/ui/segment';
import { Select } from '@/components/ui/select';

export type Choice = {
  direction: 'both' | 'in' | 'out';
  depth: 1 | 2 | 3;
  /** One kind of relationship; empty for all. */
  kind: string;
};

const DIRECTIONS = [
  { value: 'both', label: 'Both ways' },
  { value: 'in', label: 'Points here' },
  { value: 'out', label: 'Reaches' },
] as const;
const DEPTHS = [
  { value: '1', label: '1 step' },
  { value: '2', label: '2' },
  { value: '3', label: '3' },
] as const;

type Props = {
  choice: Choice;
  onChange: (choice: Choice) => void;
  /** Kinds that the picture has without a filter. */
  kinds: readonly string[];
  find: string;
  onFind: (find: string) => void;
};

/** What the picture shows: which way, how far, which kind; and a name to look for in it. */
export function GraphControls({ choice, onChange, kinds, find, onFind }: Props) {
  const options = [
    { value: 'all', label: 'All kinds' },
    ...kinds.map((kind) => ({ value: kind, label: relationshipWord(kind, 'out') })),
  ];
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b px-3 py-2 md:px-4">
      <Segment
        label="Direction"
        value={choice.direction}
        onChange={(direction) => onChange({ ...choice, direction })}
        options={DIRECTIONS}
      />
      <Segment
        label="Distance"
        value={String(choice.depth) as '1' | '2' | '3'}
        onChange={(depth) => onChange({ ...choice, depth: Number(depth) as Choice['depth'] })}
        options={DEPTHS}
      />
      <Select
        aria-label="Kind of relationship"
        value={choice.kind || 'all'}
        onChange={(kind) => onChange({ ...choice, kind: kind === 'all' ? '' : kind })}
        options={options}
        className="w-full md:w-44"
      />
      <span className="w-full md:ml-auto md:w-56">
        <Input
          icon={Search}
          aria-label="Find among these"
          placeholder="Find among these"
          value={find}
          onChange={(event) => onFind(event.target.value)}
        />
      </span>
    </div>
  );
}
