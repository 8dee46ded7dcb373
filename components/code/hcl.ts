import type { LanguageFn } from 'highlight.js';

/**
 * HCL as Terraform writes it, as much as colours need: block keywords, strings with interpolation, comments,
 * numbers, and references (`var.x`, `aws_iam_role.y.id`). Syntax: HCL Native Syntax Specification.
 */
export const hcl: LanguageFn = (hljs) => {
  const interpolation = { className: 'subst', begin: /[$%]\{/, end: /\}/ };
  const string = {
    className: 'string',
    begin: /"/,
    end: /"/,
    illegal: /\n/,
    contains: [hljs.BACKSLASH_ESCAPE, interpolation],
  };
  const heredoc = { className: 'string', begin: /<<-?\s*(\w+)\s*$/, end: /^\s*(\w+)\s*$/, endSameAsBegin: true };
  return {
    name: 'HCL',
    aliases: ['terraform', 'tf', 'tfvars'],
    contains: [
      hljs.COMMENT(/#/, /$/),
      hljs.COMMENT(/\/\//, /$/),
      hljs.C_BLOCK_COMMENT_MODE,
      heredoc,
      string,
      {
        className: 'keyword',
        begin: /^\s*(?:resource|data|variable|output|locals|terraform|module|provider|moved|import|check)\b(?=\s*["{])/,
      },
      { className: 'literal', begin: /\b(?:true|false|null)\b/ },
      { className: 'variable', begin: /\b(?:var|local|data|each|module|path|self|count|aws_\w+)(?:\.[\w*-]+)+/ },
      { className: 'number', begin: /\b\d+(?:\.\d+)?\b/ },
    ],
  };
};
