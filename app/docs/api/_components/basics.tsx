import { CodeBlock } from '@/components/code/code-block';
import { DefinitionList } from '@/components/ui/definition-list';
import { Panel } from '@/components/ui/panel';
import { HTTP_STATUS } from '@/lib/errors/codes';

const START = `export MOORING_URL=https://mooring.example.com
read -rs MOORING_TOKEN   # a token of System, API tokens
curl "$MOORING_URL/api/v1/me" -H "Authorization: Bearer $MOORING_TOKEN"`;

const REFUSAL = `{ "error": {
  "code": "invalid_request",
  "message": "name: A name is needed.",
  "details": [{ "path": "name", "message": "A name is needed." }],
  "requestId": "…"
} }`;

/** What holds for every operation. */
export function Basics() {
  return (
    <div className="grid gap-6 xl:grid-cols-2">
      <Panel flush title="First call" className="self-start">
        <CodeBlock plain label="Commands of a first call" language="bash" code={START} />
        <div className="border-line border-t p-3 md:p-4">
          <DefinitionList
            items={[
              {
                term: 'Sign-in',
                wrap: true,
                value:
                  'A token has a role in one workspace and acts in it alone. The answer of /me names the workspace.',
              },
              {
                term: 'Lists',
                wrap: true,
                value: 'Ask again with pageToken set to the answer’s nextPageToken until there is none.',
              },
              { term: 'Paths', wrap: true, value: 'Those below begin after /api/v1.' },
              { term: 'Times', wrap: true, value: 'ISO 8601, UTC.' },
              {
                term: 'Foreign ids',
                wrap: true,
                value: 'What is another workspace’s answers not_found, as what does not exist.',
              },
            ]}
          />
        </div>
      </Panel>
      <Panel flush title="Refusals" fact="one shape for all" className="self-start">
        <CodeBlock plain label="A refusal" language="json" code={REFUSAL} />
        <ul className="grid grid-cols-1 gap-x-6 gap-y-0.5 border-line border-t p-3 sm:grid-cols-2 md:p-4">
          {Object.entries(HTTP_STATUS).map(([code, status]) => (
            <li key={code} className="flex gap-2">
              <span className="w-8 text-fg-3 tabular-nums">{status}</span>
              <code className="mono">{code}</code>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}
