import { Panel } from '@/components/ui/panel';

const GROUPS = {
  Surface: ['bg', 'sunken', 'surface', 'hover', 'selected', 'line', 'line-strong', 'edge'],
  Text: ['fg', 'fg-2', 'fg-3', 'accent-text', 'success-text', 'warn-text', 'danger-text', 'info-text'],
  Soft: ['accent-soft', 'success-soft', 'warn-soft', 'danger-soft', 'info-soft', 'add-soft', 'del-soft'],
  Solid: ['accent', 'success', 'warn', 'danger', 'info', 'idle', 'ring'],
  Charts: ['chart-1', 'chart-2', 'chart-3', 'chart-4', 'chart-5', 'chart-6', 'chart-quiet'],
};

export function Colours() {
  return (
    <>
      <Panel
        title="Colour"
        fact="text pairs 4.5:1, edges and chart marks 3:1, in both themes"
        className="xl:col-span-2"
      >
        <div className="grid gap-4">
          {Object.entries(GROUPS).map(([name, tokens]) => (
            <div key={name} className="grid grid-cols-[72px_minmax(0,1fr)] gap-3">
              <span className="text-fg-3">{name}</span>
              <div className="grid grid-cols-3 gap-3 md:grid-cols-8">
                {tokens.map((token) => (
                  <div key={token}>
                    <div className="h-7 rounded-2 border border-line" style={{ background: `var(--${token})` }} />
                    <div className="mono mt-1 truncate text-fg-2">{token}</div>
                  </div>
                ))}
              </div>
            </div>
          ))}
        </div>
      </Panel>
      <Panel title="Type" className="xl:col-span-2">
        <div className="grid gap-2">
          <p className="text-26 font-semibold tracking-[-0.02em]">26 figures: 48,213</p>
          <p className="text-20 font-semibold tracking-[-0.014em]">20 page title: payments-prod</p>
          <p className="text-16 font-semibold">16 dialog title</p>
          <p className="text-14 font-semibold">14 section title</p>
          <p>13 body, tables and controls. It is compact, so lines stay under 80 characters.</p>
          <p className="text-12 text-fg-3">12 meta, table heads, help under fields</p>
          <p className="mono">12 mono: arn:aws:iam::730335184422:role/mooring-scanner 0O 1lI</p>
        </div>
      </Panel>
    </>
  );
}
