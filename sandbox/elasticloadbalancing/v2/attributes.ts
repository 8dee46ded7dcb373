import type { LoadBalancerKind } from './rows';

type Defaults = Readonly<Record<string, string>>;

const COMMON = {
  'access_logs.s3.enabled': 'false',
  'access_logs.s3.bucket': '',
  'access_logs.s3.prefix': '',
  'deletion_protection.enabled': 'false',
};

/** Elastic Load Balancing API Reference, "LoadBalancerAttribute". */
export const LOAD_BALANCER_DEFAULTS = {
  application: {
    ...COMMON,
    'idle_timeout.timeout_seconds': '60',
    'routing.http2.enabled': 'true',
    'routing.http.drop_invalid_header_fields.enabled': 'false',
    'routing.http.desync_mitigation_mode': 'defensive',
    'routing.http.preserve_host_header.enabled': 'false',
    'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': 'false',
    'routing.http.xff_client_port.enabled': 'false',
    'routing.http.xff_header_processing.mode': 'append',
    'load_balancing.cross_zone.enabled': 'true',
    'waf.fail_open.enabled': 'false',
    'connection_logs.s3.enabled': 'false',
    'connection_logs.s3.bucket': '',
    'connection_logs.s3.prefix': '',
    'client_keep_alive.seconds': '3600',
    'zonal_shift.config.enabled': 'false',
  },
  network: {
    ...COMMON,
    'load_balancing.cross_zone.enabled': 'false',
    'dns_record.client_routing_policy': 'any_availability_zone',
    'zonal_shift.config.enabled': 'false',
  },
  gateway: { 'deletion_protection.enabled': 'false', 'load_balancing.cross_zone.enabled': 'false' },
} as const satisfies Record<LoadBalancerKind, Defaults>;

/** The same, "TargetGroupAttribute". */
export const TARGET_GROUP_DEFAULTS: Defaults = {
  'deregistration_delay.timeout_seconds': '300',
  'stickiness.enabled': 'false',
  'stickiness.type': 'lb_cookie',
  'stickiness.lb_cookie.duration_seconds': '86400',
  'slow_start.duration_seconds': '0',
  'load_balancing.algorithm.type': 'round_robin',
  'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
};

export function attributeList(defaults: Defaults, own: Record<string, string>): { Key: string; Value: string }[] {
  return Object.entries({ ...defaults, ...own }).map(([Key, Value]) => ({ Key, Value }));
}
