import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { bundleName } from './names';
import { renderOnboarding } from './render';
import { anOnboarding } from './testing/onboarding';
import { zip } from './zip';

describe('zip', () => {
  const { files } = renderOnboarding(anOnboarding());
  const folder = bundleName('payments-prod');

  it('holds every file under one folder', () => {
    const entries = unzipSync(zip(files, folder));
    expect(Object.keys(entries).sort()).toEqual(files.map((file) => `${folder}/${file.path}`).sort());
    for (const file of files) {
      expect(strFromU8(entries[`${folder}/${file.path}`] ?? new Uint8Array())).toBe(file.content);
    }
  });

  it('has the same bytes each time, in any order of the files', () => {
    expect(zip([...files].reverse(), folder)).toEqual(zip(files, folder));
  });
});
