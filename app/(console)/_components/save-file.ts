'use client';

/** Gives a text to the browser as a download. */
export function saveFile(name: string, content: string, contentType: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: contentType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then; a URL taken back at once is lost in some browsers.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
