/** What an action did, in words that follow who did it. Unknown ones (of a newer server) are shown as they are. */
const WORDS: Record<string, string> = {
  'api_token.created': 'made an API token',
  'api_token.revoked': 'revoked an API token',
  'credential.create': 'added a credential',
  'credential.update': 'changed a credential',
  'credential.remove': 'removed a credential',
  'finding.mute': 'muted a finding',
  'finding.unmute': 'unmuted a finding',
  'finding.mute_rule': 'muted findings of a rule',
  'finding.unmute_rule': 'ended a mute of a rule',
  'history.retention_changed': 'changed how long history is kept',
  'host_identity.create': 'named a host identity',
  'host_identity.grant': 'granted a host identity',
  'host_identity.withdraw': 'withdrew a host identity',
  'host_identity.remove': 'removed a host identity',
  'install.set_up': 'set up the install',
  'install.update_settings': 'changed the endpoints',
  'integration.draft': 'drafted an integration',
  'integration.update': 'changed an integration',
  'integration.apply_in_sandbox': 'applied a stack in the sandbox',
  'integration.verify': 'verified an integration',
  'integration.connect': 'connected an integration',
  'integration.connect_open': 'connected an open role, with a reason',
  'integration.remove': 'removed an integration',
  'invitation.created': 'invited someone',
  'invitation.revoked': 'revoked an invitation',
  'issuer_key.rotate': 'rotated the signing keys',
  'member.joined': 'joined',
  'member.removed': 'removed a member',
  'member.role_changed': 'changed a role',
  'password.changed': 'changed a password',
  'password.reset': 'set a new password by a link',
  'password.reset_link_made': 'made a password-reset link',
  'scan.start': 'started a scan',
  'scan.cancel': 'cancelled a scan',
  'session.signed_in': 'signed in',
  'session.signed_out': 'signed out',
  'session.refused': 'was refused at sign-in',
  'two_factor.enabled': 'turned on two-factor',
  'two_factor.disabled': 'turned off two-factor',
  'two_factor.backup_codes_made': 'made new backup codes',
  'user.made_install_admin': 'made an install administrator',
  'user.unmade_install_admin': 'unmade an install administrator',
  'view.create': 'saved a view of the inventory',
  'view.update': 'changed a view of the inventory',
  'view.remove': 'deleted a view of the inventory',
  'workspace.created': 'made a workspace',
  'workspace.renamed': 'renamed the workspace',
};

export function actionWords(action: string): string {
  return WORDS[action] ?? action;
}

const KINDS: Record<string, string> = {
  api_token: 'API tokens',
  credential: 'Credentials',
  finding: 'Findings',
  host_identity: 'Host identities',
  install: 'Install settings',
  integration: 'Integrations',
  invitation: 'Invitations',
  issuer_key: 'Signing keys',
  member: 'Members',
  password: 'Passwords',
  scan: 'Scans',
  session: 'Sign-ins',
  two_factor: 'Two-factor',
  user: 'Install administrators',
  view: 'Views',
  workspace: 'Workspaces',
};

/** Kinds of actions to filter by: the part before the dot, which the API takes as well as a whole action. */
export function actionKinds(known: readonly string[]): { value: string; label: string }[] {
  return known.map((value) => ({ value, label: KINDS[value] ?? value }));
}

export const WORKSPACE_ACTION_KINDS = [
  'api_token',
  'credential',
  'host_identity',
  'integration',
  'invitation',
  'issuer_key',
  'member',
  'password',
  'scan',
  'view',
  'workspace',
] as const;

export const INSTALL_ACTION_KINDS = [
  'host_identity',
  'install',
  'password',
  'session',
  'two_factor',
  'user',
  'workspace',
] as const;
