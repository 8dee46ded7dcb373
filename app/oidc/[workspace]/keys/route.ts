import { answers } from '../answer';

export const dynamic = 'force-dynamic';
const handlers = answers('keys');
export const GET = handlers.GET;
export const HEAD = handlers.HEAD;
