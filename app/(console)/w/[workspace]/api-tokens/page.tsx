import type { Metadata } from 'next';
import { ApiTokens } from './_components/api-tokens';

export const metadata: Metadata = { title: 'API tokens' };

export default function Page() {
  return <ApiTokens />;
}
