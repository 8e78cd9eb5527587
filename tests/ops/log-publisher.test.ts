import { expect, test } from 'vitest';
import { ProgramError } from '../../src/errors.ts';
import { logPublisherEvents } from '../../src/ops/log-publisher.ts';

function watchLog() {
  const lines: string[] = [];
  const write = (level: string) => (first: unknown, second?: string) => {
    lines.push(`${level}: ${second ?? String(first)}`);
  };
  const log = { debug: () => undefined, info: write('info'), warn: write('warn'), error: write('error') };
  return { lines, events: logPublisherEvents(log as unknown as Parameters<typeof logPublisherEvents>[0]) };
}

test('What keeps everything from being published is told once, however often it is tried, and so is its end', () => {
  const { lines, events } = watchLog();
  for (let turn = 0; turn < 5; turn += 1) {
    events.elected();
    events.failed(new ProgramError('RENDERING_FAILED', 'No thread could begin.'));
  }
  events.failed(new ProgramError('RENDERING_FAILED', 'It is another one now.'));
  events.elected();
  events.published({ published: 1, deleted: 0 });
  events.published({ published: 1, deleted: 0 });
  events.elected();
  expect(lines).toEqual([
    'info: This server publishes.',
    'error: Nothing is published, and what changed waits: No thread could begin.',
    'error: Nothing is published, and what changed waits: It is another one now.',
    'info: Publishing goes on.',
    'info: This server publishes.',
  ]);
});

test('A database that is away is told of once, and who publishes when it is back', () => {
  const { lines, events } = watchLog();
  events.elected();
  for (let turn = 0; turn < 5; turn += 1) events.failed(new Error('connect ECONNREFUSED'));
  events.elected();
  events.published({ published: 1, deleted: 0 });
  events.failed(new Error('connect ECONNREFUSED'));
  expect(lines).toEqual([
    'info: This server publishes.',
    'warn: Publishing was interrupted; it goes on by itself.',
    'info: This server publishes.',
    'warn: Publishing was interrupted; it goes on by itself.',
  ]);
});
