import { type MotoService, names, perParent, printed } from './service';

const balancers = printed('elbv2', 'describe-load-balancers', 'LoadBalancers[].LoadBalancerArn');
/** Names end at 32 characters. */
const short = (name: string) => name.replace('moto-', '').slice(-32);

export const elasticLoadBalancing: MotoService = {
  async fill(place, many) {
    const { aws } = place;
    const query = ['--filters', 'Name=default-for-az,Values=true', '--query', 'Subnets[:2].[SubnetId,VpcId]'];
    const subnets = await aws<[string, string][]>('ec2', 'describe-subnets', ...query);
    const ids = subnets.map(([id]) => id);
    const vpc = subnets[0]?.[1] ?? '';
    for (const name of names(Math.min(many, 12), place).map(short)) {
      const asked = ['--name', name, '--subnets', ...ids, '--query', 'LoadBalancers[0].LoadBalancerArn'];
      const balancer = await aws<string>('elbv2', 'create-load-balancer', ...asked);
      const http = ['--protocol', 'HTTP', '--port', '80'];
      const into = ['--name', name, ...http, '--vpc-id', vpc, '--query', 'TargetGroups[0].TargetGroupArn'];
      const group = await aws<string>('elbv2', 'create-target-group', ...into);
      const forward = `Type=forward,TargetGroupArn=${group}`;
      const listen = ['--load-balancer-arn', balancer, ...http, '--default-actions', forward];
      await aws('elbv2', 'create-listener', ...listen);
      const listener = 'Protocol=HTTP,LoadBalancerPort=80,InstancePort=80';
      const classic = ['--load-balancer-name', name, '--listeners', listener, '--subnets', ...ids];
      await aws('elb', 'create-load-balancer', ...classic);
    }
  },
  lists: {
    'AWS::ElasticLoadBalancing::LoadBalancer': perParent(
      printed('elb', 'describe-load-balancers', 'LoadBalancerDescriptions[].LoadBalancerName'),
      async (name, { region, account }) => [`arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/${name}`],
    ),
    'AWS::ElasticLoadBalancingV2::LoadBalancer': balancers,
    'AWS::ElasticLoadBalancingV2::Listener': perParent(balancers, async (arn, place) =>
      printed('elbv2', 'describe-listeners', 'Listeners[].ListenerArn', '--load-balancer-arn', arn)(place),
    ),
    'AWS::ElasticLoadBalancingV2::TargetGroup': printed(
      'elbv2',
      'describe-target-groups',
      'TargetGroups[].TargetGroupArn',
    ),
  },
};
