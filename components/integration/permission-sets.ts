import type { Integration } from '@/lib/schemas/integration';

type PermissionSet = Integration['options']['permissionSet'];
type Words = { title: string; short: string; text: string };

/** What each choice lets the role read, in words for the account's owner. */
export const PERMISSION_SET_WORDS = {
  security_audit: {
    title: 'SecurityAudit and ViewOnlyAccess',
    short: 'SecurityAudit + ViewOnly',
    text: 'Two policies that AWS maintains, and the few actions by name that they lack: configuration of every service, no content. Most new collectors work without another apply.',
  },
  minimal: {
    title: 'Minimal',
    short: 'Minimal',
    text: 'Only the actions that today’s collectors call, generated from them. A new collector needs another apply.',
  },
  read_only: {
    title: 'ReadOnlyAccess',
    short: 'ReadOnly',
    text: 'AWS’s widest read policy. It also reads content, such as objects in buckets and rows in tables; Mooring never does.',
  },
} as const satisfies Record<PermissionSet, Words>;

/** In the order they are offered, the default first. */
export const PERMISSION_SET_ORDER = ['security_audit', 'minimal', 'read_only'] as const satisfies PermissionSet[];
