import type { findingOperations } from '@/lib/contract/finding';
import { findingsOfResource, getFinding } from '@/lib/services/findings/detail';
import { exportFindings } from '@/lib/services/findings/export';
import { listFindings } from '@/lib/services/findings/list';
import { muteFinding, unmuteFinding } from '@/lib/services/findings/mute';
import { endMute, listMutes, muteRule } from '@/lib/services/findings/mute-rule';
import { findingSummary } from '@/lib/services/findings/summary';
import type { HandlersOf } from '../handler';

export const findingHandlers = {
  'findings.list': (context, { query }) => listFindings(context, query),
  'findings.summary': (context) => findingSummary(context, {}),
  'findings.export': (context, { query }) => exportFindings(context, query),
  'findings.get': (context, { params }) => getFinding(context, { findingId: params.findingId }),
  'findings.mute': (context, { params, body }) => muteFinding(context, { ...body, findingId: params.findingId }),
  'findings.unmute': async (context, { params }) =>
    (await unmuteFinding(context, { findingId: params.findingId })).finding,
  'findingMutes.list': (context) => listMutes(context, {}),
  'findingMutes.create': (context, { body }) => muteRule(context, body),
  'findingMutes.end': (context, { params }) => endMute(context, { muteId: params.muteId }),
  'resources.findings': (context, { params }) => findingsOfResource(context, { uid: params.uid }),
} satisfies HandlersOf<typeof findingOperations>;
