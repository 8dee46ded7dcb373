import { type ListIds, type MotoService, names, perParent, printed } from './service';

const zones: ListIds = async (place) =>
  (await printed('route53', 'list-hosted-zones', 'HostedZones[].Id')(place)).map((id) =>
    id.replace('/hostedzone/', ''),
  );

export const route53: MotoService = {
  async fill(place, many) {
    const { aws } = place;
    const some = names(Math.min(many, 120), place);
    for (const [index, name] of some.entries()) {
      const asked = ['--name', `${name}.example`, '--caller-reference', name, '--query', 'HostedZone.Id'];
      const zone = await aws<string>('route53', 'create-hosted-zone', ...asked);
      const set = (SetIdentifier: string, label: string) => ({
        Action: 'CREATE',
        ResourceRecordSet: {
          Name: `${label}.${name}.example`,
          Type: 'A',
          SetIdentifier,
          Weight: 1,
          TTL: 60,
          ResourceRecords: [{ Value: '192.0.2.1' }],
        },
      });
      // The first zone has more records than the 300 of a page.
      const hosts = Array.from({ length: index === 0 ? Math.min(many, 170) : 1 }, (_, host) => `host-${host}`);
      const Changes = hosts.flatMap((host) => [set('blue', host), set('green', host)]);
      const batch = ['--hosted-zone-id', zone, '--change-batch', JSON.stringify({ Changes })];
      await aws('route53', 'change-resource-record-sets', ...batch);
    }
  },
  unreadable: { 'AWS::Route53::RecordSet': 'moto finds no weighted record by its identifier: only listed' },
  lists: {
    'AWS::Route53::HostedZone': zones,
    'AWS::Route53::RecordSet': perParent(zones, async (zone, { aws }) => {
      const asked = ['--hosted-zone-id', zone, '--query', 'ResourceRecordSets[].[Name,Type,SetIdentifier]'];
      const records = await aws<(string | null)[][]>('route53', 'list-resource-record-sets', ...asked);
      return records.map((parts) => [zone, ...parts.filter((part) => part !== null)].join(' '));
    }),
  },
};
