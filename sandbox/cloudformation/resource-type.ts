import type { Tag } from '../store/types';
import type { OutputRecord } from '../wire/xml';
import type { Made } from './intrinsics';

export type Properties = Readonly<Record<string, unknown>>;

/** How a resource reaches IAM: as the stack's caller, with the caller's permissions. */
export type IamPort = {
  call: (action: string, input: Record<string, unknown>) => Promise<OutputRecord | undefined>;
  /** A physical name for a resource that gives itself none: stack, logical id and twelve random characters. */
  generatedName: (logicalId: string, max: number) => string;
  accountId: string;
  /** The stack's tags, which its taggable resources inherit. */
  tags: readonly Tag[];
};

export type ResourceType = {
  /** Types that can grant permissions ask for CAPABILITY_IAM … */
  grants: boolean;
  /** … and for CAPABILITY_NAMED_IAM when this property is set. */
  nameProperty: string | undefined;
  mustReplace: (old: Properties, next: Properties) => boolean;
  create: (iam: IamPort, logicalId: string, properties: Properties) => Promise<Made>;
  update: (iam: IamPort, made: Made, old: Properties, next: Properties) => Promise<Made>;
  remove: (iam: IamPort, made: Made, properties: Properties) => Promise<void>;
};
