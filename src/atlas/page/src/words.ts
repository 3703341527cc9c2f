// The texts of the page, in its language.

import type { Head } from './atlas';

let head: Pick<Head, 'words' | 'language'> = { words: {}, language: 'en' };

export function speak(spoken: Head): void {
  head = spoken;
}

/** A text of the page with its `{name}` parts filled in. */
export function say(name: string, values: Record<string, string | number> = {}): string {
  const text = head.words[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = values[key];
    return typeof value === 'number' ? number(value) : (value ?? '');
  });
}

/** A number with the digit grouping of the language. */
export function number(value: number, digits = 0): string {
  return value.toLocaleString(head.language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
