import { Plug } from 'lucide-react';
import { expect, test } from 'vitest';
import { currentItem, type NavGroup } from '@/components/layout/nav';

const item = (id: string, href: string) => ({ id, label: id, href, icon: Plug });
const GROUPS: NavGroup[] = [
  { id: 'main', items: [item('overview', '/w/1'), item('integrations', '/w/1/integrations')] },
  { id: 'system', label: 'System', items: [item('security', '/w/1/security')] },
];

test.each([
  ['/w/1', 'overview'],
  ['/w/1/integrations', 'integrations'],
  ['/w/1/integrations/new', 'integrations'],
  ['/w/1/integrations-old', 'overview'],
  ['/w/1/security', 'security'],
  ['/w/12', null],
  ['/', null],
])('%s is in %s', (path, id) => {
  expect(currentItem(GROUPS, path)).toBe(id);
});
