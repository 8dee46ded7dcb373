import { html } from 'hono/html';
import type { Overview } from './overview';

/** The page a browser gets: what this is, the accounts and their bootstrap keys, the faults in force. */
export function overviewPage(overview: Overview) {
  const rows = overview.accounts.map(
    (account) => html`<tr>
      <td>${account.name}</td>
      <td><code>${account.id}</code></td>
      <td><code>${account.accessKeyId ?? ''}</code></td>
      <td>${account.users}</td>
      <td>${account.roles}</td>
      <td>${account.policies}</td>
      <td>${account.stacks}</td>
    </tr>`,
  );
  const faults =
    overview.faults.length === 0
      ? html`<p>No faults are in force.</p>`
      : html`<ul>${overview.faults.map((fault) => html`<li><code>${JSON.stringify(fault)}</code></li>`)}</ul>`;
  const deliveries =
    overview.deliveries.length === 0
      ? html`<p>Changes are delivered nowhere: <code>POST /_sandbox/deliveries</code>.</p>`
      : html`<ul>${overview.deliveries.map(
          (each) =>
            html`<li>${each.name} (${each.kind}): ${each.messages} messages, ${each.files} files, ${each.behind} behind${each.error === null ? '' : `. ${each.error}`}</li>`,
        )}</ul>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>SANDBOX: a stand-in for AWS</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; }
  h1 b { background: #b45309; border-radius: 4px; color: #fff; padding: 0 .4em; }
  .wide { overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; }
  th, td { border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: .35rem .6rem; text-align: left; }
</style>
</head>
<body>
<h1><b>SANDBOX</b> a stand-in for AWS</h1>
<p>Nothing here is AWS. ${overview.calls} calls answered, ${overview.changes} changes recorded, seed ${overview.seed}.</p>
<div class="wide"><table>
<thead><tr><th>Account</th><th>Id</th><th>Bootstrap key</th><th>Users</th><th>Roles</th><th>Policies</th><th>Stacks</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>
<p>Secrets of the bootstrap keys: <a href="/_sandbox/accounts">/_sandbox/accounts</a>. Calls: <a href="/_sandbox/calls">/_sandbox/calls</a>.</p>
<h2>Deliveries</h2>
${deliveries}
<h2>Faults</h2>
${faults}
</body>
</html>`;
}
