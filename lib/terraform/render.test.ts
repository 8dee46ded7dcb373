import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TERRAFORM_FILES, VALUES_FILE } from './files';
import { minimalPolicy } from './minimal-policy';
import { renderOnboarding } from './render';
import { anOnboarding, SOME_ACTIONS } from './testing/onboarding';

const valuesOf = (input: Parameters<typeof renderOnboarding>[0]): Record<string, unknown> =>
  JSON.parse(renderOnboarding(input).files.find((file) => file.path === VALUES_FILE)?.content ?? '');

describe('renderOnboarding', () => {
  it('embeds deploy/ as it is', () => {
    const script = new URL('../../scripts/embed-deploy.mjs', import.meta.url).pathname;
    execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' });
  });

  it('changes no constant file, whatever the values', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text itself is what Terraform would interpret
    const { files } = renderOnboarding(anOnboarding({ integrationName: '${file("/etc/passwd")}' }));
    for (const path of TERRAFORM_FILES) {
      const source = new URL(`../../deploy/terraform/examples/onboarding-wif/${path}`, import.meta.url);
      expect(files.find((file) => file.path === path)?.content).toBe(readFileSync(source, 'utf8'));
    }
    expect(files).toHaveLength(TERRAFORM_FILES.length + 1);
  });

  it('carries any name literally', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (integrationName) => {
        expect(valuesOf(anOnboarding({ integrationName })).integration_name).toBe(integrationName);
      }),
    );
  });

  it('leaves the endpoint, the provider and the tags out when there are none', () => {
    const values = valuesOf(anOnboarding());
    expect(Object.keys(values)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/aws_endpoint_url|oidc_provider_arn|tags|minimal_policy/)]),
    );
  });

  it('writes the minimal policy as a document, not as escaped text', () => {
    const policy = minimalPolicy(SOME_ACTIONS);
    expect(valuesOf(anOnboarding({ permissionSet: 'minimal', minimalPolicy: policy })).minimal_policy).toEqual(policy);
  });

  it('writes the supplement of the set that it is for, and of no other', () => {
    const supplementPolicy = minimalPolicy(['glue:GetJob']);
    expect(valuesOf(anOnboarding({ supplementPolicy })).supplement_policy).toEqual(supplementPolicy);
    expect(valuesOf(anOnboarding({ permissionSet: 'read_only', supplementPolicy }))).not.toHaveProperty(
      'supplement_policy',
    );
  });

  it('sets only variables that the module declares', () => {
    const { files } = renderOnboarding(
      anOnboarding({
        permissionSet: 'minimal',
        minimalPolicy: minimalPolicy(SOME_ACTIONS),
        existingProviderArn: `arn:aws:iam::120458963014:oidc-provider/${anOnboarding().issuerUrl.slice('https://'.length)}`,
        endpointUrl: 'http://127.0.0.1:4600',
        tags: { team: 'platform' },
      }),
    );
    const supplemented = valuesOf(anOnboarding({ supplementPolicy: minimalPolicy(SOME_ACTIONS) }));
    const declared = files.flatMap((file) =>
      [...file.content.matchAll(/^variable "(\w+)"/gm)].map((match) => match[1]),
    );
    const values = JSON.parse(files.find((file) => file.path === VALUES_FILE)?.content ?? '');
    expect(declared).toEqual(expect.arrayContaining([...Object.keys(values), ...Object.keys(supplemented)]));
  });
});
