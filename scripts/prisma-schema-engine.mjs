#!/usr/bin/env node
// What Prisma's CLI runs in place of its native schema engine; see docs/decisions/0030-prisma-engine.md.
import { register } from 'tsx/esm/api';

register();
await import('./prisma-engine/main.ts');
