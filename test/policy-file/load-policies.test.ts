import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compilePolicies } from '../../functions/policy-file/compile-policies.ts';
import { loadPolicies } from '../../functions/policy-file/load-policies.ts';
import { problemText } from '../../functions/policy-file/problem.ts';

const POLICY = 'id: web\ntitle: T\nseverity: low\nrunbook: R\nfreeze: true\n';
const RULE = 'rule: { protocol: tcp, ports: 22, source: 0.0.0.0/0 }';
const CASES = `- { name: bad, ${RULE}, expect: violation }\n- { name: good, ${RULE}, expect: compliant }\n`;
const VALID = { 'web/policy.yaml': POLICY, 'web/cases.yaml': CASES };

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'policies-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
}

const found = () =>
  loadPolicies(dir).problems.map((problem) => problemText({ ...problem, file: problem.file.replace(dir, 'DIR') }));

test('loadPolicies() gives the policies in the order of their folders, and their cases', () => {
  write({ ...VALID, 'app/policy.yaml': POLICY.replace('web', 'app'), 'app/cases.yaml': CASES });
  const { policies, cases, problems } = loadPolicies(dir);
  expect(problems.map(({ level }) => level)).toEqual(['warning']);
  expect(policies.map(({ id }) => id)).toEqual(['app', 'web']);
  expect(cases.get('web')?.map(({ name, file, line }) => [name, file, line])).toEqual([
    ['bad', join(dir, 'web/cases.yaml'), 1],
    ['good', join(dir, 'web/cases.yaml'), 2],
  ]);
});

test('loadPolicies() reads what is beside the policies only when it is YAML', () => {
  write({
    ...VALID,
    'policy.schema.json': '{',
    'README.md': '',
    'web/README.md': '',
    '.git/x.yaml': '',
    '.hidden.yaml': '',
  });
  expect(found()).toEqual([]);
});

test.for([
  [
    'nothing',
    {},
    ['DIR:1:1 folder-empty The folder holds no policy; a policy is a folder with policy.yaml and cases.yaml'],
  ],
  [
    'an empty policy folder',
    { 'web/README.md': '' },
    [
      'DIR/web/cases.yaml:1:1 file-missing The file is missing; a policy has policy.yaml and cases.yaml',
      'DIR/web/policy.yaml:1:1 file-missing The file is missing; a policy has policy.yaml and cases.yaml',
    ],
  ],
  [
    'a file of the wrong name',
    { ...VALID, 'web/policy.yml': '' },
    ['DIR/web/policy.yml:1:1 file-stray Nothing reads "policy.yml"; did you mean policy.yaml?'],
  ],
  [
    'defaults of the wrong name',
    { ...VALID, 'default.yml': '' },
    ['DIR/default.yml:1:1 file-stray Nothing reads "default.yml"; did you mean defaults.yaml?'],
  ],
  [
    'a policy outside a folder',
    { ...VALID, 'extra.YAML': '' },
    ['DIR/extra.YAML:1:1 file-stray Nothing reads "extra.YAML"; a policy is <id>/policy.yaml with <id>/cases.yaml'],
  ],
  [
    'an id of another folder',
    { 'app/policy.yaml': POLICY, 'app/cases.yaml': CASES },
    ['DIR/app/policy.yaml:1:5 id-mismatch id: web is not the name of its folder, app'],
  ],
  [
    'a rule for a policy that watches events',
    { 'web/policy.yaml': POLICY.replace('freeze: true', 'watch: attachments'), 'web/cases.yaml': CASES },
    [
      'DIR/web/cases.yaml:1:3 conflict [0]: The cases of a watch policy have event; rule is given',
      'DIR/web/cases.yaml:2:3 conflict [1]: The cases of a watch policy have event; rule is given',
    ],
  ],
  [
    'an event for a policy that judges rules',
    { ...VALID, 'web/cases.yaml': `${CASES}- { name: x, event: attachments, expect: violation }\n` },
    ['DIR/web/cases.yaml:3:3 conflict [2]: The cases of a freeze policy have rule; event is given'],
  ],
  [
    'bytes that are no text',
    { ...VALID, 'web/cases.yaml': new Uint8Array([0x2d, 0xff]) },
    ['DIR/web/cases.yaml:1:1 file-encoding The file is not UTF-8'],
  ],
  [
    'a file over 1 MB',
    { ...VALID, 'web/policy.yaml': POLICY.padEnd(1_000_001) },
    ['DIR/web/policy.yaml:1:1 file-too-large The file has 1000001 bytes; at most 1000000 are read'],
  ],
  [
    'a file of 10 MB',
    { ...VALID, 'defaults.yaml': 'a'.repeat(10_000_000) },
    ['DIR/defaults.yaml:1:1 file-too-large The file has 10000000 bytes; at most 1000000 are read'],
  ],
  [
    'a folder in place of a file',
    { 'web/policy.yaml': POLICY, 'web/cases.yaml/x': '' },
    ['DIR/web/cases.yaml:1:1 file-unreadable This is no regular file'],
  ],
] as const)('loadPolicies() says what is wrong with %s', ([, files, expected]) => {
  write(files);
  expect(found()).toEqual(expected);
});

test('loadPolicies() takes links that lead nowhere for what they are', () => {
  write(VALID);
  symlinkSync('loop', join(dir, 'loop'));
  symlinkSync('policy.yaml', join(dir, 'nowhere.yaml'));
  expect(found()).toEqual([
    'DIR/nowhere.yaml:1:1 file-stray Nothing reads "nowhere.yaml"; a policy is <id>/policy.yaml with <id>/cases.yaml',
  ]);
});

test('loadPolicies() sorts the problems of all files by file, line and column', () => {
  write({
    'web/policy.yaml': POLICY.replace('low', 'lwo').replace('title: T', 'title: ""'),
    'web/cases.yaml': CASES.replace('good', 'bad'),
    'app/policy.yaml': '',
    'app/cases.yaml': CASES,
  });
  expect(found().map((line) => line.split(' ')[0])).toEqual([
    'DIR/app/policy.yaml:1:1',
    'DIR/web/cases.yaml:2:11',
    'DIR/web/policy.yaml:2:8',
    'DIR/web/policy.yaml:3:11',
  ]);
});

const DEFAULTS =
  'severity: high\nrunbook: Ask\nmode: enforce\nscope: { accounts: 123456789012, unless: { groups: x } }\n';

test('loadPolicies() shows the first hundred problems of a file, and counts the rest', () => {
  const keys = Array.from({ length: 250 }, (_, index) => `k${index}: 1\n`).join('');
  write({ ...VALID, 'web/policy.yaml': POLICY + keys });
  const lines = found();
  expect(lines).toHaveLength(101);
  expect(lines[0]).toMatch(/^DIR\/web\/policy\.yaml:6:1 unknown-key /);
  expect(lines.at(-1)).toBe(
    'DIR/web/policy.yaml:106:1 too-many The file has 150 more problems, from here on; mend the first ones first',
  );
});

test.for([
  ['a byte order mark', (text: string) => `\ufeff${text}`],
  ['the line ends of Windows', (text: string) => text.replaceAll('\n', '\r\n')],
  ['the mark of a document', (text: string) => `---\n${text}...\n`],
] as const)('loadPolicies() reads files with %s', ([, written]) => {
  write({
    'web/policy.yaml': written(POLICY),
    'web/cases.yaml': written(CASES),
    'defaults.yaml': written('mode: off\n'),
  });
  const { policies, cases, problems } = loadPolicies(dir);
  expect(problems).toEqual([]);
  expect(policies).toMatchObject([{ id: 'web', mode: 'off', runbook: 'R' }]);
  expect(cases.get('web')?.map(({ line }) => line)).toEqual(written('').startsWith('---') ? [2, 3] : [1, 2]);
  write({ 'web/policy.yaml': written(POLICY.replace('low', 'lwo')) });
  expect(found()[0]).toMatch(/:\d:11 unknown-word severity: "lwo"/);
});

test('loadPolicies() fills in what the policies leave to defaults.yaml', () => {
  write({
    'defaults.yaml': DEFAULTS,
    'web/policy.yaml': 'id: web\ntitle: T\nseverity: low\nscope: { regions: eu-* }\nfreeze: true\n',
    'web/cases.yaml': CASES,
  });
  const { policies, problems } = loadPolicies(dir);
  expect(problems).toEqual([]);
  expect(policies).toMatchObject([
    {
      severity: 'low',
      mode: 'enforce',
      runbook: 'Ask',
      scope: { accounts: ['123456789012'], regions: ['eu-*'], unless: { groups: ['x'] } },
    },
  ]);
});

test('loadPolicies() blames no policy for what a broken defaults.yaml does not give it', () => {
  const lean = 'id: web\ntitle: T\nfreeze: true\n';
  write({ 'defaults.yaml': DEFAULTS.replace('high', 'hihg'), 'web/policy.yaml': lean, 'web/cases.yaml': CASES });
  expect(found()).toEqual([
    'DIR/defaults.yaml:1:11 unknown-word severity: "hihg" is none of low, medium, high, critical; did you mean high?',
  ]);
});

test('compilePolicies() gives plain JSON', () => {
  write(VALID);
  const policies = compilePolicies(dir);
  expect(policies).toHaveLength(1);
  expect(JSON.parse(JSON.stringify(policies))).toEqual(policies);
});

test('compilePolicies() is stopped by no warning', () => {
  write({ ...VALID, 'app/policy.yaml': POLICY.replace('web', 'app'), 'app/cases.yaml': CASES });
  expect(found()).toEqual([expect.stringMatching(/^DIR\/web\/policy\.yaml:1:5 policy-pointless warning: /)]);
  expect(compilePolicies(dir)).toHaveLength(2);
});

test('compilePolicies() is stopped by a contradiction', () => {
  const required = POLICY.replace('freeze: true', 'require: [{ protocol: tcp, sources: 0.0.0.0/0 }]\nremedy: restore');
  const denied = POLICY.replace('freeze: true', 'deny: [{ protocol: all, sources: public }]').replace('web', 'app');
  write({ 'web/policy.yaml': required, 'web/cases.yaml': CASES, 'app/policy.yaml': denied, 'app/cases.yaml': CASES });
  expect(() => compilePolicies(dir)).toThrow(
    /have a problem\n.*web\/policy\.yaml:5:11 contradiction require\[0\]: app forbids/,
  );
});

test('compilePolicies() throws every problem with its place', () => {
  write({ 'web/policy.yaml': POLICY.replace('low', 'lwo'), 'web/cases.yaml': '[]' });
  const file = (name: string) => join(dir, 'web', name);
  expect(() => compilePolicies(dir)).toThrow(
    new Error(
      [
        `The policies in ${dir} have 4 problems`,
        `${file('cases.yaml')}:1:1 bad-count No entry is given; at least 1 is needed`,
        `${file('cases.yaml')}:1:1 case-missing No case expects compliant; at least one violation and one compliant case are needed`,
        `${file('cases.yaml')}:1:1 case-missing No case expects violation; at least one violation and one compliant case are needed`,
        `${file('policy.yaml')}:3:11 unknown-word severity: "lwo" is none of low, medium, high, critical; did you mean low?`,
      ].join('\n'),
    ),
  );
});

test('compilePolicies() throws when the folder is not there', () => {
  expect(() => compilePolicies(join(dir, 'none'))).toThrow(/ENOENT/);
});
