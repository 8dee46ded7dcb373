import { type MotoService, names, perParent, printed } from './service';

export const sqs: MotoService = {
  async fill(place, many) {
    for (const name of names(Math.min(many, 60), place)) {
      await place.aws('sqs', 'create-queue', '--queue-name', name, '--tags', 'from=moto');
    }
  },
  lists: {
    // The CLI gives URLs; the ARN's last part is the URL's.
    'AWS::SQS::Queue': perParent(printed('sqs', 'list-queues', 'QueueUrls[]'), async (url, { region, account }) => [
      `arn:aws:sqs:${region}:${account}:${url.split('/').at(-1)}`,
    ]),
  },
};
