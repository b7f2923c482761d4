import { InvalidArgumentError } from 'commander';

/** A flag with several values, separated by commas. */
export function parseList(text: string): readonly string[] {
  const words = text.split(',').map((word) => word.trim());
  if (words.includes('')) throw new InvalidArgumentError('It must be a list such as a,b.');
  return words;
}
