import { type MotoService, names, printed } from './service';

export const sns: MotoService = {
  async fill(place, many) {
    const { aws, region, account } = place;
    for (const name of names(Math.min(many, 120), place)) {
      const made = ['create-topic', '--name', name, '--tags', 'Key=from,Value=moto', '--query', 'TopicArn'];
      const topic = await aws<string>('sns', ...made);
      const to = `arn:aws:sqs:${region}:${account}:${name}`;
      await aws('sns', 'subscribe', '--topic-arn', topic, '--protocol', 'sqs', '--notification-endpoint', to);
    }
  },
  lists: { 'AWS::SNS::Topic': printed('sns', 'list-topics', 'Topics[].TopicArn') },
};
