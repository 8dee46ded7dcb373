export type SignInUser = { id: string; name: string; email: string };

/** What happened at sign-in, for the install's audit log. */
export type SignInEvent = {
  action:
    | 'session.signed_in'
    | 'session.refused'
    | 'session.signed_out'
    | 'two_factor.enabled'
    | 'two_factor.disabled'
    | 'two_factor.backup_codes_made'
    | 'password.changed';
  email: string;
  method?: 'password' | 'totp' | 'backup_code' | 'single_sign_on';
  ipAddress: string | null;
};

/** What sign-in asks of the services above it; passed in, since lib/auth may not import them. */
export type AuthPeople = {
  /** May someone without an account make one by single sign-on? Only with an open invitation. */
  mayJoin(email: string): Promise<boolean>;
  /** An account was made by single sign-on: take up its invitations. */
  joined(user: SignInUser): Promise<void>;
  record(event: SignInEvent): Promise<void>;
};
