import type { Installed } from '../../../server/release/installation';
import { releaseBefore, releasesToRemove } from '../../../server/release/prune';

const live = (id: string): Installed => ({ id, wentLiveAt: new Date(0) });
const failed = (id: string): Installed => ({ id, wentLiveAt: null });

test('five are kept: the current one and the newest of those that went live', () => {
  const installed = ['1', '2', '3', '4', '5', '6', '7'].map(live);
  expect(releasesToRemove(installed, '7')).toEqual(['1', '2']);
});

test('one that never went live takes no place of one to go back to', () => {
  const installed = [live('1'), live('2'), failed('3'), failed('4'), live('5')];
  expect(releasesToRemove(installed, '5')).toEqual(['3', '4']);
});

test('the current one stays also when it is the oldest, after a roll-back', () => {
  const installed = ['1', '2', '3', '4', '5', '6'].map(live);
  expect(releasesToRemove(installed, '1')).toEqual(['2']);
  expect(releasesToRemove([failed('1'), live('2')], '1')).toEqual([]);
});

test('a roll-back goes to the newest before the current one that went live, and twice goes two back', () => {
  const installed = [live('1'), live('2'), failed('3'), live('4')];
  expect(releaseBefore(installed, '4')).toBe('2');
  expect(releaseBefore(installed, '2')).toBe('1');
  expect(releaseBefore(installed, '1')).toBeNull();
});
