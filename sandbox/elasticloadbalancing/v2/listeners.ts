import {
  AddListenerCertificates$,
  type AddListenerCertificatesInput,
  type AddListenerCertificatesOutput,
  CreateListener$,
  type CreateListenerInput,
  type CreateListenerOutput,
  DeleteListener$,
  type DeleteListenerInput,
  type DeleteListenerOutput,
  DescribeListenerCertificates$,
  type DescribeListenerCertificatesInput,
  type DescribeListenerCertificatesOutput,
  DescribeListeners$,
  type DescribeListenersInput,
  type DescribeListenersOutput,
  type Listener,
  ModifyListener$,
  type ModifyListenerInput,
  type ModifyListenerOutput,
  RemoveListenerCertificates$,
  type RemoveListenerCertificatesInput,
  type RemoveListenerCertificatesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Call } from '../../wire/action';
import { AwsError } from '../../wire/errors';
import { modelRead, modelWrite } from '../../wire/model/operation';
import { pageAfter } from '../../wire/model/page';
import { tagsOf } from '../tags';
import { hex16 } from './make-load-balancer';
import {
  badMarker,
  forwardedTo,
  type ListenerRow,
  listener,
  listeners,
  loadBalancer,
  targetGroup,
  validationError,
} from './rows';

const DEFAULT_POLICY = 'ELBSecurityPolicy-2016-08';
const ask = (_call: Call, input: { ListenerArn?: string | undefined }) => input.ListenerArn ?? '*';

export function shownListener(row: ListenerRow): Listener {
  return {
    ListenerArn: row.arn,
    LoadBalancerArn: row.loadBalancerArn,
    Port: row.port,
    Protocol: row.protocol as Listener['Protocol'],
    ...(row.certificates.length > 0 && { Certificates: [{ CertificateArn: row.certificates[0] }] }),
    SslPolicy: row.sslPolicy,
    DefaultActions: row.actions,
    ...(row.alpnPolicy.length > 0 && { AlpnPolicy: row.alpnPolicy }),
  };
}

function create(call: Call, input: CreateListenerInput): CreateListenerOutput {
  const owner = loadBalancer(call, input.LoadBalancerArn);
  const table = listeners(call.account, call.region);
  const port = input.Port ?? 0;
  const taken = table.list().some((row) => row.loadBalancerArn === owner.arn && row.port === port);
  if (taken) {
    throw new AwsError(
      'DuplicateListener',
      `A listener already exists on this port for this load balancer '${owner.arn}'`,
    );
  }
  const secure = input.Protocol === 'HTTPS' || input.Protocol === 'TLS';
  const certificates = (input.Certificates ?? []).flatMap(({ CertificateArn }) => CertificateArn ?? []);
  if (secure && certificates.length === 0) {
    throw new AwsError('CertificateNotFound', 'A certificate must be specified for HTTPS and TLS listeners');
  }
  for (const arn of forwardedTo(input.DefaultActions ?? [])) targetGroup(call, arn);
  const row: ListenerRow = {
    arn: `${owner.arn.replace(':loadbalancer/', ':listener/')}/${hex16(call.world.random)}`,
    loadBalancerArn: owner.arn,
    protocol: input.Protocol ?? 'HTTP',
    port,
    certificates,
    sslPolicy: secure ? (input.SslPolicy ?? DEFAULT_POLICY) : undefined,
    alpnPolicy: [...(input.AlpnPolicy ?? [])],
    actions: [...(input.DefaultActions ?? [])],
    rules: [],
    tags: tagsOf(input.Tags),
  };
  table.put(row.arn, row, call.now);
  return { Listeners: [shownListener(row)] };
}

function describe(call: Call, input: DescribeListenersInput): DescribeListenersOutput {
  if (input.ListenerArns?.length) {
    return { Listeners: input.ListenerArns.map((arn) => shownListener(listener(call, arn))) };
  }
  if (input.LoadBalancerArn === undefined)
    throw validationError('You must specify either listener ARNs or a load balancer ARN');
  const { arn } = loadBalancer(call, input.LoadBalancerArn);
  const rows = listeners(call.account, call.region)
    .list()
    .filter((row) => row.loadBalancerArn === arn);
  const page = pageAfter(rows, input.PageSize ?? 400, input.Marker, (row) => row.arn, badMarker);
  return { Listeners: page.items.map(shownListener), NextMarker: page.next };
}

export function changeListener(
  call: Call,
  arn: string | undefined,
  changes: (row: ListenerRow) => Partial<ListenerRow>,
) {
  const row = listener(call, arn);
  const next = { ...row, ...changes(row) };
  listeners(call.account, call.region).put(row.arn, next, call.now);
  return next;
}

function modify(call: Call, input: ModifyListenerInput): ModifyListenerOutput {
  for (const arn of forwardedTo(input.DefaultActions ?? [])) targetGroup(call, arn);
  const next = changeListener(call, input.ListenerArn, (row) => ({
    port: input.Port ?? row.port,
    protocol: input.Protocol ?? row.protocol,
    sslPolicy: input.SslPolicy ?? row.sslPolicy,
    actions: input.DefaultActions ? [...input.DefaultActions] : row.actions,
    certificates: input.Certificates
      ? [...input.Certificates.flatMap(({ CertificateArn }) => CertificateArn ?? []), ...row.certificates.slice(1)]
      : row.certificates,
    alpnPolicy: input.AlpnPolicy ? [...input.AlpnPolicy] : row.alpnPolicy,
  }));
  return { Listeners: [shownListener(next)] };
}

export const listenerOperations = {
  CreateListener: modelWrite<CreateListenerInput, CreateListenerOutput>(CreateListener$, {
    ask: (_call, input) => input.LoadBalancerArn ?? '*',
    handle: create,
  }),
  DescribeListeners: modelRead<DescribeListenersInput, DescribeListenersOutput>(DescribeListeners$, {
    ask: () => '*',
    handle: describe,
  }),
  ModifyListener: modelWrite<ModifyListenerInput, ModifyListenerOutput>(ModifyListener$, { ask, handle: modify }),
  DeleteListener: modelWrite<DeleteListenerInput, DeleteListenerOutput>(DeleteListener$, {
    ask,
    handle: (call, input) => {
      listeners(call.account, call.region).delete(listener(call, input.ListenerArn).arn, call.now);
      return {};
    },
  }),
  DescribeListenerCertificates: modelRead<DescribeListenerCertificatesInput, DescribeListenerCertificatesOutput>(
    DescribeListenerCertificates$,
    {
      ask: () => '*',
      handle: (call, input) => ({
        Certificates: listener(call, input.ListenerArn).certificates.map((CertificateArn, index) => ({
          CertificateArn,
          IsDefault: index === 0,
        })),
      }),
    },
  ),
  AddListenerCertificates: modelWrite<AddListenerCertificatesInput, AddListenerCertificatesOutput>(
    AddListenerCertificates$,
    {
      ask,
      handle: (call, input) => {
        const added = (input.Certificates ?? []).flatMap(({ CertificateArn }) => CertificateArn ?? []);
        changeListener(call, input.ListenerArn, (row) => ({
          certificates: [...new Set([...row.certificates, ...added])],
        }));
        return { Certificates: added.map((CertificateArn) => ({ CertificateArn, IsDefault: false })) };
      },
    },
  ),
  RemoveListenerCertificates: modelWrite<RemoveListenerCertificatesInput, RemoveListenerCertificatesOutput>(
    RemoveListenerCertificates$,
    {
      ask,
      handle: (call, input) => {
        const gone = (input.Certificates ?? []).map(({ CertificateArn }) => CertificateArn);
        changeListener(call, input.ListenerArn, ({ certificates: [first, ...others] }) => ({
          certificates: [...(first ? [first] : []), ...others.filter((arn) => !gone.includes(arn))],
        }));
        return {};
      },
    },
  ),
};
