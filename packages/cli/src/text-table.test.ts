import { expect, test } from 'vitest';
import { formatFields, formatTable } from './text-table.ts';

test('columns are as wide as their widest cell, and lines end without blanks', () => {
  const rows = [
    { Id: 12, Name: 'a', Other: 'unseen' },
    { Id: 3, Name: 'longer' },
  ];
  expect(formatTable(['Id', 'Name'], rows)).toBe('Id  Name\n12  a\n3   longer');
  expect(formatTable(['Name', 'Id'], rows)).toBe('Name    Id\na       12\nlonger  3');
});

test('without rows there are the names of the columns', () => {
  expect(formatTable(['Id', 'Name'], [])).toBe('Id  Name');
});

test('fields stand one below the other, those without a value too', () => {
  expect(formatFields(['Id', 'Name'], { Name: 'a', Id: 12 })).toBe('Id    12\nName  a');
  expect(formatFields(['Id', 'Name'], { Id: 12 })).toBe('Id    12\nName');
});
