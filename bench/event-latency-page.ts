import type { BrowserContext, Page } from '@playwright/test';

/** Longer than any strategy takes with a file that is late and a look that just missed it. */
const PATIENCE_MS = 180_000;

/** Opens a page of the console and waits until it shows `text`. */
export async function openPage(context: BrowserContext, url: string, text: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('main').getByText(text).first().waitFor({ timeout: PATIENCE_MS });
  return page;
}

/**
 * When an element of `selector` held all of `texts`, as the page's own clock says (epoch ms): its DOM is watched, nothing
 * is asked for. Rejects after three minutes. Call it before the change is made.
 */
export async function shownAt(page: Page, selector: string, texts: readonly string[]): Promise<number> {
  // No named function within: what the TypeScript runner adds to one does not exist in the page.
  return page.evaluate(
    (ask) =>
      new Promise<number>((resolve, reject) => {
        setTimeout(() => reject(new Error(`${ask.texts.join(', ')} was not shown`)), ask.patienceMs);
        new MutationObserver((_, observer) => {
          for (const element of document.querySelectorAll(ask.selector)) {
            if (!ask.texts.every((text) => element.textContent.includes(text))) continue;
            observer.disconnect();
            resolve(Date.now());
            return;
          }
        }).observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    { selector, texts: [...texts], patienceMs: PATIENCE_MS },
  );
}
