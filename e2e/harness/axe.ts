import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const WIDE = { width: 1440, height: 900 };
/** Each look takes seconds: the two that differ most stand for the four. */
const LOOKS = [
  { theme: 'light', size: WIDE },
  { theme: 'dark', size: { width: 360, height: 740 } },
] as const;

/** No violation in light and wide, nor in dark and narrow, and nothing wider than the screen. Leaves the page wide and light. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const { theme, size } of LOOKS) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    // The page follows the system's theme by a listener, and colours change over some milliseconds.
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await page.evaluate(() => {
      const transitions = document.getAnimations().filter((one) => one instanceof CSSTransition);
      const settled = Promise.allSettled(transitions.map(({ finished }) => finished));
      // A transition that never ends must not hold up the look at the page.
      return Promise.race([settled, new Promise((resolve) => setTimeout(resolve, 2_000))]);
    });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
    );
    expect(found, `${theme} at ${size.width} px`).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `wider than ${size.width} px`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
}
