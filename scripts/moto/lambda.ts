import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MotoService, names, printed } from './service';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

export const lambda: MotoService = {
  async fill(place, many) {
    const { aws, region } = place;
    const role = ['--role-name', `runs-functions-${region}`, '--assume-role-policy-document', TRUST];
    const arn = await aws<string>('iam', 'create-role', ...role, '--query', 'Role.Arn');
    const folder = await mkdtemp(join(tmpdir(), 'mooring-moto-'));
    try {
      // The end of an empty zip archive: the least that Lambda takes.
      const zip = join(folder, 'empty.zip');
      await writeFile(zip, Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex'));
      for (const [index, name] of names(Math.min(many, 60), place).entries()) {
        const code = ['--runtime', 'python3.12', '--handler', 'i.h', '--role', arn, '--zip-file', `fileb://${zip}`];
        await aws('lambda', 'create-function', '--function-name', name, ...code, '--tags', 'from=moto');
        if (index % 3 > 0) continue;
        await aws('lambda', 'create-function-url-config', '--function-name', name, '--auth-type', 'NONE');
        const allowed = [
          '--statement-id',
          'all',
          '--action',
          'lambda:InvokeFunction',
          '--principal',
          's3.amazonaws.com',
        ];
        await aws('lambda', 'add-permission', '--function-name', name, ...allowed);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  gaps: { 'AWS::Lambda::Function': { code: 'SyntaxError', why: 'moto has no ListFunctionUrlConfigs: URLs unread' } },
  lists: { 'AWS::Lambda::Function': printed('lambda', 'list-functions', 'Functions[].FunctionArn') },
};
