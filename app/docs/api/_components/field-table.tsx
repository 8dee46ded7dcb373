import { ScrollRegion } from '@/components/ui/scroll-region';
import type { FieldRow } from './json-schema';

/** Fields with their types; what is inside of another is indented below it. */
export function FieldTable({ label, rows }: { label: string; rows: readonly FieldRow[] }) {
  return (
    <ScrollRegion label={label} className="overflow-x-auto rounded-2 border border-line">
      <table className="w-full min-w-[520px] text-left">
        <caption className="sr-only">{label}</caption>
        <thead className="bg-sunken text-12 text-fg-2">
          <tr>
            <th scope="col" className="w-[30%] px-3 py-1.5 font-medium">
              Field
            </th>
            <th scope="col" className="w-[32%] px-3 py-1.5 font-medium">
              Type
            </th>
            <th scope="col" className="px-3 py-1.5 font-medium">
              Meaning
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, depth, type, required, text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a constant list; a name can be there in two alternatives
            <tr key={index} className="border-line border-t align-top">
              <th scope="row" className="mono px-3 py-1.5 font-normal" style={{ paddingLeft: 12 + depth * 16 }}>
                {name}
              </th>
              <td className="px-3 py-1.5 text-fg-2 [overflow-wrap:anywhere]">
                {type}
                {required ? '' : ', optional'}
              </td>
              <td className="px-3 py-1.5 text-fg-2 [overflow-wrap:anywhere]">{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
