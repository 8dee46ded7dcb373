import type { Metadata } from 'next';
import { contract, operationIds } from '@/lib/contract/contract';
import { ApiReference } from './_components/api-reference';
import { describeOperation } from './_components/describe-operation';

export const metadata: Metadata = { title: 'API reference' };

/** Made from the contract alone: no data, no sign-in. */
export default function ApiReferencePage() {
  return <ApiReference operations={operationIds.map((id) => describeOperation(id, contract[id]))} />;
}
