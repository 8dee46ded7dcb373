const WORD = '(?:default|AWS::[A-Za-z0-9]+::[A-Za-z0-9]+)';

/** `none`, or `default` and CloudFormation types of AWS's own, separated by commas. */
export const CLOUD_CONTROL_SETTING = new RegExp(`^\\s*(?:none|${WORD}(?:\\s*,\\s*${WORD})*)\\s*$`);
