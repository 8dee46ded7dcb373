/** Something the person at the terminal can change. Its message is shown without a stack. */
export class UserError extends Error {}
