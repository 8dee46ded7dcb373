import { type MotoService, names, printed } from './service';

export const rds: MotoService = {
  async fill(place, many) {
    const master = ['--master-username', 'root', '--master-user-password', 'of-no-importance'];
    for (const name of names(Math.min(many, 12), place)) {
      const cluster = ['--db-cluster-identifier', `c-${name}`, '--engine', 'aurora-postgresql'];
      await place.aws('rds', 'create-db-cluster', ...cluster, ...master);
      const kind = ['--db-instance-class', 'db.t3.micro', '--engine', 'postgres', '--allocated-storage', '20'];
      await place.aws('rds', 'create-db-instance', '--db-instance-identifier', `i-${name}`, ...kind, ...master);
    }
  },
  lists: {
    'AWS::RDS::DBInstance': printed('rds', 'describe-db-instances', 'DBInstances[].DbiResourceId'),
    'AWS::RDS::DBCluster': printed('rds', 'describe-db-clusters', 'DBClusters[].DbClusterResourceId'),
  },
};
