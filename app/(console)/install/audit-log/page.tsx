import type { Metadata } from 'next';
import { InstallAuditLog } from './_components/install-audit-log';

export const metadata: Metadata = { title: 'Install audit log' };

export default function Page() {
  return <InstallAuditLog />;
}
