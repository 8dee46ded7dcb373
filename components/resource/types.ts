import {
  BadgeCheck,
  Box,
  ChartColumn,
  FileText,
  Fingerprint,
  KeyRound,
  LockKeyhole,
  type LucideIcon,
  Shield,
  User,
  Users,
} from 'lucide-react';

export type TypeLook = { icon: LucideIcon /** "role", within a sentence. */; noun: string; nouns: string };

/** How a type is drawn and called. What Mooring has no word for is called by its CloudFormation name. */
const LOOKS: Readonly<Record<string, TypeLook>> = {
  'AWS::IAM::User': { icon: User, noun: 'user', nouns: 'users' },
  'AWS::IAM::Group': { icon: Users, noun: 'group', nouns: 'groups' },
  'AWS::IAM::Role': { icon: Shield, noun: 'role', nouns: 'roles' },
  'AWS::IAM::ManagedPolicy': { icon: FileText, noun: 'policy', nouns: 'policies' },
  'AWS::IAM::OIDCProvider': { icon: Fingerprint, noun: 'OIDC provider', nouns: 'OIDC providers' },
  'AWS::IAM::SAMLProvider': { icon: Fingerprint, noun: 'SAML provider', nouns: 'SAML providers' },
  'AWS::IAM::InstanceProfile': { icon: BadgeCheck, noun: 'instance profile', nouns: 'instance profiles' },
  'AWS::IAM::AccessKey': { icon: KeyRound, noun: 'access key', nouns: 'access keys' },
  'AWS::IAM::AccountPasswordPolicy': { icon: LockKeyhole, noun: 'password policy', nouns: 'password policies' },
  'AWS::IAM::AccountSummary': { icon: ChartColumn, noun: 'account summary', nouns: 'account summaries' },
};

export function typeLook(type: string): TypeLook {
  return Object.hasOwn(LOOKS, type) ? (LOOKS[type] as TypeLook) : { icon: Box, noun: type, nouns: type };
}

/** A word at the beginning of a sentence or a cell: "Role", "OIDC provider". */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
