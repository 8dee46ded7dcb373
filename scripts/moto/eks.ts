import { type MotoService, names, perParent, printed } from './service';

export const eks: MotoService = {
  async fill(place, many) {
    const { aws, account } = place;
    const query = ['--filters', 'Name=default-for-az,Values=true', '--query', 'Subnets[:2].SubnetId'];
    const subnets = (await aws<string[]>('ec2', 'describe-subnets', ...query)).join(',');
    const role = `arn:aws:iam::${account}:role/eks`;
    for (const name of names(Math.min(many, 110), place)) {
      const network = ['--resources-vpc-config', `subnetIds=${subnets}`];
      await aws('eks', 'create-cluster', '--name', name, '--role-arn', role, ...network, '--tags', 'from=moto');
    }
  },
  lists: {
    'AWS::EKS::Cluster': perParent(printed('eks', 'list-clusters', 'clusters'), async (name, { aws }) => [
      await aws<string>('eks', 'describe-cluster', '--name', name, '--query', 'cluster.arn'),
    ]),
  },
};
