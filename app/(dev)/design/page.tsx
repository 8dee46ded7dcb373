import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { env } from '@/lib/env';
import { Charts } from './_components/charts';
import { Code } from './_components/code';
import { Colours } from './_components/colours';
import { Controls } from './_components/controls';
import { Forms } from './_components/forms';
import { Frame } from './_components/frame';
import { Overlays } from './_components/overlays';
import { States } from './_components/states';
import { Tables } from './_components/tables';

export const metadata: Metadata = { title: 'Components and states' };
export const dynamic = 'force-dynamic';

/** Every component in every state, for those who build the console. Only where MOORING_DESIGN is set. */
export default function DesignPage() {
  if (!env().MOORING_DESIGN) notFound();
  return (
    <Frame>
      <Controls />
      <States />
      <Forms />
      <Overlays />
      <Tables />
      <Code />
      <Charts />
      <Colours />
    </Frame>
  );
}
