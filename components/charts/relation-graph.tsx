'use client';
import { Minus, Plus, Scan } from 'lucide-react';
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { RelationBox, SelfBox } from '@/components/charts/relation-box';
import {
  layoutRelations,
  type PlacedCluster,
  type RelationCluster,
  type RelationNode,
} from '@/components/charts/relation-layout';
import { isArrow, step } from '@/components/charts/relation-walk';
import { useDrag } from '@/components/charts/use-drag';
import { useWidth } from '@/components/charts/use-width';
import { IconButton } from '@/components/ui/icon-button';
import { ScrollRegion } from '@/components/ui/scroll-region';

export type RelationGraphProps = {
  label: string;
  self: { id: string; kind: string; name: string };
  clusters: readonly RelationCluster[];
  /** Boxes that are open, by id. */
  opened: ReadonlySet<string>;
  onToggle: (cluster: string) => void;
  /** The rest of a box that is not in the picture was asked for. */
  onRest: (cluster: string) => void;
  /** Names that do not have it step back. */
  find: string;
};

const SCALES = { least: 0.3, most: 1.5, readable: 0.85, step: 1.25 } as const;
const MARGIN = 16;
/** As `max-h-[640px]` says. */
const HEIGHT = 640;
/** Under this width an open box has its members below each other. */
const NARROW = 600;

/** The side of a box that faces the middle: it does not move when the box grows. */
const edgeOf = ({ column, x, width }: PlacedCluster<RelationNode>) => (column < 0 ? x + width : x);

/** Left what points here, middle this, right what it reaches. Scrolls, drags and zooms; arrows walk, Enter opens. */
export function RelationGraph({ label, self, clusters, opened, onToggle, onRest, find }: RelationGraphProps) {
  const [frame, width] = useWidth<HTMLDivElement>(900);
  const abreast = width < NARROW ? 1 : 3;
  const layout = useMemo(() => layoutRelations(clusters, opened, abreast), [clusters, opened, abreast]);
  const box = useRef<HTMLElement>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const fitting = Math.min(1, (width - 2 * MARGIN) / layout.width);
  const whole = Math.min(fitting, (HEIGHT - 2 * MARGIN) / layout.height);
  const scale = chosen ?? Math.max(SCALES.readable, whole);
  const drag = useDrag(box);
  // The box that was opened or closed stays where it is on the screen; everything else moves around it.
  const held = useRef<{ id: string; left: number; top: number } | null>(null);
  const middle = layout.self.x + layout.self.width / 2;
  const centre = layout.self.y + layout.self.height / 2;

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const kept = layout.clusters.find(({ id }) => id === held.current?.id);
    if (kept && held.current) {
      const { left, top } = held.current;
      element.scrollTo({ left: edgeOf(kept) * scale - left, top: kept.y * scale - Math.max(0, top) });
      held.current = null;
      return;
    }
    element.scrollTo({
      left: middle * scale + MARGIN - element.clientWidth / 2,
      top: centre * scale + MARGIN - element.clientHeight / 2,
    });
  }, [layout, middle, centre, scale]);

  const toggle = (cluster: PlacedCluster<RelationNode>) => {
    const { scrollLeft = 0, scrollTop = 0 } = box.current ?? {};
    held.current = { id: cluster.id, left: edgeOf(cluster) * scale - scrollLeft, top: cluster.y * scale - scrollTop };
    onToggle(cluster.id);
  };
  const walk = (event: KeyboardEvent) => {
    const from = event.target instanceof HTMLElement ? event.target.dataset.stop : undefined;
    if (from === undefined || !isArrow(event.key)) return;
    event.preventDefault();
    const stops = [
      { id: self.id, ...layout.self },
      ...layout.clusters.flatMap(({ id, nodes, more }) => [...nodes, ...(more ? [{ id: `more ${id}`, ...more }] : [])]),
    ];
    const to = step(stops, from, event.key);
    if (to !== null) box.current?.querySelector<HTMLElement>(`[data-stop="${CSS.escape(to)}"]`)?.focus();
  };
  const zoom = (by: number) => setChosen(Math.min(SCALES.most, Math.max(SCALES.least, scale * by)));
  const wanted = find.trim().toLowerCase();

  return (
    <div ref={frame} className="relative">
      <ScrollRegion ref={box} label={label} className="max-h-[640px] cursor-grab overflow-auto active:cursor-grabbing">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows walk between the links within; Tab reaches each as well */}
        <div
          onKeyDown={walk}
          {...drag}
          className="relative mx-auto"
          style={{ width: layout.width * scale + 2 * MARGIN, height: layout.height * scale + 2 * MARGIN }}
        >
          <div
            className="absolute origin-top-left"
            style={{
              left: MARGIN,
              top: MARGIN,
              width: layout.width,
              height: layout.height,
              transform: `scale(${scale})`,
            }}
          >
            <svg
              width={layout.width}
              height={layout.height}
              className="absolute inset-0 overflow-visible"
              aria-hidden="true"
            >
              {layout.edges.map((edge) => (
                <g key={edge.id} className={edge.risky ? 'text-danger' : 'text-edge'}>
                  <path
                    d={edge.path}
                    fill="none"
                    stroke="currentColor"
                    strokeWidth={1.5}
                    strokeDasharray={edge.conditional ? '4 4' : undefined}
                  />
                  <path d={edge.head} fill="currentColor" />
                </g>
              ))}
            </svg>
            <SelfBox self={self} at={layout.self} />
            {layout.clusters.map((cluster) => (
              <RelationBox
                key={cluster.id}
                cluster={cluster}
                find={wanted}
                onToggle={() => toggle(cluster)}
                onRest={() => onRest(cluster.id)}
              />
            ))}
          </div>
        </div>
      </ScrollRegion>
      <div className="absolute right-3 bottom-3 flex rounded-2 border border-line-strong bg-surface">
        <IconButton icon={Minus} size="sm" label="Smaller" onClick={() => zoom(1 / SCALES.step)} />
        <IconButton icon={Plus} size="sm" label="Larger" onClick={() => zoom(SCALES.step)} />
        <IconButton icon={Scan} size="sm" label="Fit all" onClick={() => setChosen(Math.max(SCALES.least, whole))} />
      </div>
    </div>
  );
}
