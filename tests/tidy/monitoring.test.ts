import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ERROR_CATALOGUE } from '../../packages/api-contract/src/error-catalogue.ts';
import { Metrics } from '../../packages/server/src/metrics.ts';

/** Alerts, dashboard and documents speak of the metrics that a server has, and of no others. */

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

interface Dashboard {
  readonly schemaVersion: number;
  readonly annotations: { readonly list: readonly { readonly expr: string }[] };
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly definition?: string }[];
  };
  readonly panels: readonly {
    readonly id: number;
    readonly type: string;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number };
    readonly datasource?: { readonly uid: string };
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}

const RULES = (
  parse(read('deploy/prometheus/alerts.yml')) as {
    readonly groups: readonly { readonly rules: readonly Rule[] }[];
  }
).groups.flatMap(({ rules }) => rules);
const DASHBOARD = JSON.parse(read('deploy/grafana/cadastre.json')) as Dashboard;

const QUERIES = [
  ...RULES.map(({ expr }) => expr),
  ...DASHBOARD.annotations.list.map(({ expr }) => expr),
  ...DASHBOARD.templating.list.flatMap(({ definition = [] }) => definition),
  ...DASHBOARD.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
];

/** Prometheus makes it for every target. */
const OF_PROMETHEUS = 'up';

/** Every series of a server that shares a database and has done some of everything. */
async function readSeries(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const metrics = new Metrics();
  metrics.countRequest('VpcIpam.ListIpams', '', 0.001);
  metrics.countCommit(1, 0.001);
  metrics.countRetry('connection');
  metrics.watchConnections(() => ({ total: 1, idle: 1, waiting: 0 }));
  const { text } = await metrics.render();
  const series = new Map<string, Set<string>>();
  for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
    const names = series.get(name) ?? new Set();
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) names.add(label);
    series.set(name, names);
  }
  return series;
}

/** The selectors of a query: a name, and the labels between the braces after it. */
function selectorsOf(query: string): readonly { readonly name: string; readonly labels: string }[] {
  const withoutTexts = query.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  return [...withoutTexts.matchAll(/\b([a-z]+_\w+|up)\b\s*(\(|\{([^}]*)\})?/g)]
    .filter(([, name = '', after]) => after !== '(' && !PROMQL_WORDS.has(name))
    .map(([, name = '', , labels = '']) => ({ name, labels }));
}

/** Words with an underscore that are no metrics, where no parenthesis follows them. */
const PROMQL_WORDS = new Set(['group_left', 'group_right']);

describe('alerts and dashboard', () => {
  test('ask only for metrics that a server exports, by labels that these have', async () => {
    const series = await readSeries();
    const asked = QUERIES.flatMap(selectorsOf).filter(({ name }) => name !== OF_PROMETHEUS);
    expect(asked.length).toBeGreaterThan(30);
    for (const { name, labels } of asked) {
      expect([...series.keys()]).toContain(name);
      for (const [, label = ''] of labels.matchAll(/(\w+)\s*[=!]/g)) {
        const ofScraping = label === 'job' || label === 'instance';
        expect([name, label, ofScraping || series.get(name)?.has(label)]).toEqual([
          name,
          label,
          true,
        ]);
      }
    }
  });

  test('ask for every metric of ours', async () => {
    const ours = [...(await readSeries()).keys()]
      .filter((name) => name.startsWith('cadastre_'))
      .map((name) => name.replace(/_(bucket|sum|count)$/, ''));
    for (const name of new Set(ours)) expect(QUERIES.join('\n')).toContain(name);
  });

  test('name only codes that the catalogue has', () => {
    const codes = QUERIES.flatMap((query) =>
      [...query.matchAll(/\bcode=~?"([^"]*)"/g)].flatMap(([, text = '']) => text.split('|')),
    );
    // A key of the catalogue has a # where one code has several messages.
    const known = Object.keys(ERROR_CATALOGUE).map((key) => key.replace(/#.*/, ''));
    expect(codes.length).toBeGreaterThan(5);
    for (const code of codes) expect(known).toContain(code);
  });
});

test('every alert says how bad it is, what it is and what it means', () => {
  expect(new Set(RULES.map(({ alert }) => alert)).size).toBe(RULES.length);
  const guide = read('docs/operating/monitoring.md');
  for (const { alert, labels, annotations } of RULES) {
    expect(['critical', 'warning', 'info']).toContain(labels['severity']);
    expect(Object.keys(annotations).sort()).toEqual(['description', 'summary']);
    expect(guide).toContain(`\`${alert}\``);
  }
});

test('the dashboard works with any data source, and its panels do not overlap', () => {
  const { panels, schemaVersion, templating } = DASHBOARD;
  expect(schemaVersion).toBeGreaterThanOrEqual(39);
  expect(templating.list.map(({ name }) => name)).toEqual(['datasource', 'job', 'instance']);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const cells = new Set<string>();
  for (const { type, gridPos, datasource } of panels) {
    if (type !== 'row') expect(datasource?.uid).toBe('$' + '{datasource}');
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
      expect(x).toBeLessThan(24);
      const cell = `${x} ${gridPos.y}`;
      expect([cell, cells.has(cell)]).toEqual([cell, false]);
      cells.add(cell);
    }
  }
});

test('the page on monitoring has every metric that a server exports', async () => {
  const guide = read('docs/operating/monitoring.md');
  for (const name of (await readSeries()).keys()) {
    expect(guide).toContain(name.replace(/_(bucket|sum|count)$/, ''));
  }
});
