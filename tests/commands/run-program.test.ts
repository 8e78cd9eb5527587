import { describe, expect, test } from 'vitest';
import type { CommandDefinition } from '../../src/commands/command.ts';
import { commands } from '../../src/commands/index.ts';
import { ProgramError } from '../../src/errors.ts';
import { runForTest } from './run-for-test.ts';

const say: CommandDefinition = {
  name: 'say',
  summary: 'say what it was given',
  description: 'Prints its argument.',
  arguments: [{ name: 'word', help: 'the word' }],
  options: [
    { flags: '--port <number>', help: 'a port', setting: 'port' },
    { flags: '--loud', help: 'louder' },
  ],
  examples: [{ line: 'say hello', help: 'Says hello.' }],
  exitCodes: { 0: 'said', 1: 'not said' },
  run: async ({ arguments: { word }, options: { loud }, config: { port }, stdout }) => {
    if (word === 'hint') throw new ProgramError('PORT_IN_USE', 'Port 3000 is taken.');
    if (word === 'bug') throw new TypeError('x is undefined', { cause: new Error('the inner one') });
    stdout.write(`${word} ${loud === true} ${port}`);
    return word === 'nothing' ? 1 : 0;
  },
};

test('a command gets its arguments, its options and the settings', async () => {
  expect(await runForTest(['say', 'hello', '--loud'], { commands: [say] })).toEqual({
    exitCode: 0,
    stdout: 'hello true 3000',
    stderr: '',
  });
});

test('an option that names a setting wins over the environment', async () => {
  const { stdout } = await runForTest(['say', 'hello', '--port', '4000'], { commands: [say], env: { PORT: '5000' } });
  expect(stdout).toBe('hello false 4000');
});

test('what a command ends with is the exit code', async () => {
  expect((await runForTest(['say', 'nothing'], { commands: [say] })).exitCode).toBe(1);
});

describe('errors', () => {
  test('one that a person can put right is told with its hint and code, and exits with 1', async () => {
    const { exitCode, stdout, stderr } = await runForTest(['say', 'hint'], { commands: [say] });
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^error: Port 3000 is taken\.\nhint: Choose another port.*\ncode: PORT_IN_USE \(docs\/errors\.md\)\n$/,
    );
  });

  test('a bug says that it is one, with its stack and cause, and exits with 70', async () => {
    const { exitCode, stderr } = await runForTest(['say', 'bug'], { commands: [say] });
    expect(exitCode).toBe(70);
    expect(stderr).toContain('this is a bug');
    expect(stderr).toMatch(/TypeError: x is undefined\n +at /);
    expect(stderr).toContain('caused by: Error: the inner one');
  });

  test.each([
    [['--port', 'x'], {}, 'PORT is "x" (command line, --port)', [2, 'OPTION_INVALID']],
    [[], { PORT: 'x' }, 'PORT is "x" (environment)', [1, 'SETTING_INVALID']],
    [['--port', 'x'], { PORT: 'y' }, 'PORT is "x" (command line, --port)', [1, 'SETTING_INVALID']],
  ])('a wrong setting, given by %j beside %j, stops the command before it does anything', async (options, env, fault, end) => {
    const { exitCode, stdout, stderr } = await runForTest(['say', 'hello', ...options], { commands: [say], env });
    expect(stdout).toBe('');
    expect(stderr).toContain(`${fault}; it must be a whole number from 0 to 65535.`);
    expect([exitCode, /^code: (\w+)/m.exec(stderr)?.[1]]).toEqual(end);
  });

  test.each([
    [['sya', 'hello'], /unknown command 'sya'\n\(Did you mean say\?\)/],
    [['say', 'hello', '--luod'], /unknown option '--luod'\n\(Did you mean --loud\?\)/],
    [['say'], /missing required argument 'word'/],
    [['say', 'two', 'words'], /too many arguments/],
    [['say', 'hello', '--port'], /argument missing/],
    [[], /Usage: oai-pmh-server/],
  ])('wrong usage %j exits with 2 and says what is wrong', async (argv, message) => {
    const { exitCode, stdout, stderr } = await runForTest(argv, { commands: [say] });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});

describe('a group of commands', () => {
  const group = { name: 'talk', summary: 'talk', description: 'Talks.', commands: [say, { ...say, name: 'shout' }] } as const;
  const talk = (...argv: string[]) => runForTest(['talk', ...argv], { commands: [group] });

  test('runs the one that is named', async () => {
    expect((await talk('shout', 'hello', '--loud')).stdout).toBe('hello true 3000');
  });

  test('runs its first one by its own name', async () => {
    const list = { ...say, name: 'list', arguments: [] };
    const commands = [{ ...group, commands: [list, say] } as const];
    expect((await runForTest(['talk'], { commands })).stdout).toBe('undefined false 3000');
    expect((await runForTest(['talk', '--loud'], { commands })).stdout).toBe('undefined true 3000');
  });

  test('does not take a mistyped name for an argument of the first', async () => {
    const { exitCode, stderr } = await talk('shuot', 'hello');
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/unknown command 'shuot'\n\(Did you mean shout\?\)/)]);
  });

  test('lists its commands with --help', async () => {
    for (const word of ['--help', '-h']) {
      const { exitCode, stdout } = await talk(word);
      expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/Usage: oai-pmh-server talk.*\n\s+say .*\n\s+shout /s)]);
    }
  });
});

test('an option that has to be given is asked for', async () => {
  const options = [{ flags: '--word <word>', help: 'the word', required: true }] as const;
  const { exitCode, stderr } = await runForTest(['say', 'x'], { commands: [{ ...say, options }] });
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining("required option '--word <word>' not specified")]);
});

test('a variable that is no setting is a warning in the log, on standard error', async () => {
  const { exitCode, stderr } = await runForTest(['say', 'hello'], { commands: [say], env: { OAI_PAGESIZE: '5' } });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stderr)).toMatchObject({ level: 'warn', msg: expect.stringContaining('did you mean OAI_PAGE_SIZE?') });
});

test('--version and --help go to standard output and exit with 0', async () => {
  expect(await runForTest(['--version'])).toEqual({ exitCode: 0, stdout: '1.2.3\n', stderr: '' });
  const { exitCode, stdout, stderr } = await runForTest(['--help']);
  expect([exitCode, stderr]).toEqual([0, '']);
  for (const { name } of commands) expect(stdout).toContain(`  ${name} `);
  expect(stdout).toMatch(/OAI_PAGE_SIZE \(default: 100\)\n +How many/);
});

const single = commands.flatMap((entry) =>
  'commands' in entry
    ? entry.commands.map((command) => [`${entry.name} ${command.name}`, command] as const)
    : [[entry.name, entry] as const],
);

describe.each(single)('%s --help', (name, command) => {
  test('shows an example, every option and the exit codes', async () => {
    const { exitCode, stdout } = await runForTest([...name.split(' '), '--help'], { commands });
    expect(exitCode).toBe(0);
    expect(command.examples.length).toBeGreaterThan(0);
    for (const { line } of command.examples) expect(stdout).toContain(`oai-pmh-server ${line}\n`);
    for (const { flags } of command.options) expect(stdout).toContain(flags);
    expect(stdout).toMatch(/Exit codes:\n {2}0 {2}\S/);
    // Settings would bury it; the general help has them.
    expect(stdout).not.toContain('OAI_PAGE_SIZE_LIST_SETS');
  });
});
