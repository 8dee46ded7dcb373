import type { LanguageFn } from 'highlight.js';
import bash from 'highlight.js/lib/languages/bash';

/** Bash, with the commands our pages show marked where a command stands, and the options after them. */
export const shell: LanguageFn = (hljs) => {
  const base = bash(hljs);
  return {
    ...base,
    contains: [
      {
        className: 'keyword',
        begin: /(?:^|(?<=[|;&]\s*))\b(?:terraform|tofu|aws|mooring|kubectl|curl|unzip|npx)\b(?=\s)/,
      },
      { className: 'params', begin: /(?<=\s)--?[a-z][\w-]*/ },
      ...base.contains,
    ],
  };
};
