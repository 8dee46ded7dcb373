import { answers } from '../../answer';

export const dynamic = 'force-dynamic';
const handlers = answers('discovery');
export const GET = handlers.GET;
export const HEAD = handlers.HEAD;
