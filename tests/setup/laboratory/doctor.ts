/** Started where it is to look from: looks when it is asked to, and says what it has found. */
import { examine, type Asked } from './doctors';

process.on('message', (asked) => {
  void examine(asked as Asked).then((report) => process.send?.(report));
});
process.send?.('ready');
