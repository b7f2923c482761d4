import { expect, test } from 'vitest';
import { parseFormat, render } from './render-response.ts';

test.each([
  [undefined, 'JSON'],
  ['', 'JSON'],
  ['json', 'JSON'],
  ['JSON', 'JSON'],
  ['xml', 'XML'],
  ['Xml', 'XML'],
  ['yaml', undefined],
  ['JSON ', undefined],
])('the format %j is %s', (text, format) => {
  expect(parseFormat(text)).toBe(format);
});

function xmlOf(body: Record<string, unknown>): string {
  const { body: text } = render('XML', 200, 'R', body);
  return text.slice('<?xml version="1.0" encoding="UTF-8"?><R>'.length, -'</R>'.length);
}

test('JSON keeps the types of values and leaves out what has none', () => {
  const body = { Number: 1, Boolean: false, Text: '', List: [], Missing: undefined };
  expect(render('JSON', 200, 'R', body)).toEqual({
    status: 200,
    contentType: 'application/json;charset=utf-8',
    body: '{"Number":1,"Boolean":false,"Text":"","List":[]}',
  });
});

test('XML has a root element and the exact content type that SDKs ask for', () => {
  expect(render('XML', 400, 'Error', { Code: 'X' })).toEqual({
    status: 400,
    contentType: 'text/xml;charset=utf-8',
    body: '<?xml version="1.0" encoding="UTF-8"?><Error><Code>X</Code></Error>',
  });
});

test('a list is one element for each item, an object an element with its fields', () => {
  expect(
    xmlOf({
      Ids: ['a', 'b'],
      Pools: [
        { Id: 1, Tags: [{ Key: 'k', Value: '' }] },
        { Id: 2, Tags: [] },
      ],
      Regions: { Region: [{ RegionId: 'x' }] },
      Flag: true,
      Missing: undefined,
      Nothing: null,
    }),
  ).toBe(
    '<Ids>a</Ids><Ids>b</Ids>' +
      '<Pools><Id>1</Id><Tags><Key>k</Key><Value></Value></Tags></Pools><Pools><Id>2</Id></Pools>' +
      '<Regions><Region><RegionId>x</RegionId></Region></Regions><Flag>true</Flag>',
  );
});

test('what means something in XML is escaped', () => {
  expect(xmlOf({ A: `<&>"'` })).toBe('<A>&lt;&amp;&gt;&quot;&apos;</A>');
  expect(xmlOf({ A: ']]><script>' })).toBe('<A>]]&gt;&lt;script&gt;</A>');
  expect(xmlOf({ A: '&amp;' })).toBe('<A>&amp;amp;</A>');
});

test('what XML cannot hold is replaced, and everything else stays', () => {
  const broken = '\u0000\u0001\u0008\u000b\u000c\u000e\u001f\ufffe\uffff\ud800';
  expect(xmlOf({ A: broken })).toBe(`<A>${'\ufffd'.repeat(10)}</A>`);
  expect(xmlOf({ A: '\t\n 中文 🌱 \u007f' })).toBe('<A>\t\n 中文 🌱 \u007f</A>');
});
