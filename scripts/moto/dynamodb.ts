import { type MotoService, names, perParent, printed } from './service';

export const dynamodb: MotoService = {
  async fill(place, many) {
    const keys = [
      '--attribute-definitions',
      'AttributeName=id,AttributeType=S',
      '--key-schema',
      'AttributeName=id,KeyType=HASH',
    ];
    for (const name of names(Math.min(many, 120), place)) {
      await place.aws('dynamodb', 'create-table', '--table-name', name, '--billing-mode', 'PAY_PER_REQUEST', ...keys);
    }
  },
  lists: {
    // moto gives a table no id, as AWS does; Mooring then goes by the ARN.
    'AWS::DynamoDB::Table': perParent(printed('dynamodb', 'list-tables', 'TableNames'), async (name, { aws }) => [
      await aws<string>(
        'dynamodb',
        'describe-table',
        '--table-name',
        name,
        '--query',
        'Table.TableId || Table.TableArn',
      ),
    ]),
  },
};
