import type { WireRequest } from '../request';
import type { ModelOperation } from './operation';
import type { RestTarget } from './rest';

type Common = {
  /** The service in a request's SigV4 scope; Elastic Load Balancing's two generations share one. */
  signingName: string;
  /** Of IAM actions, `ec2` in `ec2:DescribeVpcs`. */
  iamPrefix: string;
  /** CloudTrail's `eventSource`. */
  eventSource: string;
  /** What the service calls a refusal and a throttle, with their HTTP status; absent, as IAM does (AccessDenied 403, Throttling 400). */
  denied?: { code: string; status: number };
  throttled?: { code: string; status: number };
  operations: Readonly<Record<string, ModelOperation>>;
};

/** A service whose codecs come from its SDK's schemas; its operations are values of `modelRead` and `modelWrite`. */
export type ModelService = Common &
  (
    | { protocol: 'query' | 'ec2'; version: string; namespace: string }
    /** `target`: the prefix of X-Amz-Target. */
    | { protocol: 'json'; version: '1.0' | '1.1'; target: string }
    | { protocol: 'restJson' }
    /** `errors`: S3 puts the error at the root, Route 53 within an ErrorResponse. */
    | {
        protocol: 'restXml';
        namespace: string;
        errors: 'bare' | 'wrapped';
        target?: (request: WireRequest) => RestTarget;
      }
  );
