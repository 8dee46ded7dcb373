import { CodeBlock } from '@/components/code/code-block';
import type { JsonValue } from '@/components/code/json-tree';
import { JsonView } from '@/components/code/json-view';
import { DefinitionList } from '@/components/ui/definition-list';
import { Time } from '@/components/ui/time';
import type { FindingDetail, FixStep } from '@/lib/schemas/finding';

/** A finding whole: what was read that makes it true, why it matters, the way out. */
export function FindingBody({ finding }: { finding: FindingDetail }) {
  const { evidence, why, fix } = finding;
  return (
    <div className="grid min-w-0 gap-5">
      <section className="grid min-w-0 gap-2">
        <h3>Evidence</h3>
        <p className="max-w-[74ch] [overflow-wrap:anywhere]">{evidence.text}</p>
        <DefinitionList
          items={[
            ...evidence.facts.map(({ term, value }) => ({ term, value, wrap: true })),
            { term: 'Read by', value: evidence.calls.join(', '), wrap: true, mono: true },
            { term: 'First seen', value: <Time at={finding.firstSeenAt} /> },
            { term: 'Last confirmed', value: <Time at={finding.lastConfirmedAt} /> },
            ...(finding.reopenedAt ? [{ term: 'Came back', value: <Time at={finding.reopenedAt} /> }] : []),
          ]}
        />
        {evidence.lines.map(({ path, value }) => (
          <div key={path} className="grid min-w-0 gap-1">
            <p className="mono text-12 text-fg-3 [overflow-wrap:anywhere]">{path}</p>
            <JsonView label={path} value={value as JsonValue} depth={3} />
          </div>
        ))}
      </section>
      <section className="grid gap-2">
        <h3>Why it matters</h3>
        <p className="max-w-[74ch] text-fg-2">{why}</p>
      </section>
      <section className="grid min-w-0 gap-2">
        <h3>How to fix it</h3>
        <ol className="grid min-w-0 list-decimal gap-3 pl-5">
          {fix.map((step, index) => (
            <li key={step.text} className="min-w-0">
              <Step step={step} place={index + 1} />
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

function Step({ step: { text, code }, place }: { step: FixStep; place: number }) {
  return (
    <div className="grid min-w-0 gap-1.5">
      <p className="max-w-[74ch]">{text}</p>
      {code ? (
        <CodeBlock
          label={`${code.label}, step ${place}`}
          code={code.text}
          language={code.language}
          plain
          className="rounded-2 border border-line"
        />
      ) : null}
    </div>
  );
}
