import { filesUnder, read } from './source-files';

const sources = ['server', 'deploy'].flatMap((directory) => filesUnder(directory, '.ts'));
const outside = sources.filter((file) => !file.startsWith('server/values/'));

/** Their text is none that comes in as a value; each with its reason. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'server/desk/files/csv/writing.ts': 'asks what a spreadsheet takes for a number',
  'server/desk/access/entry/service.ts': 'counts the letters of a password',
  'server/pictures/glyphs.ts': 'looks for outlines of letters that a font has',
  'server/store/accounts/passwords.ts': 'a password is hashed as it is, whatever is in it',
  'server/store/accounts/password-rules.ts': 'guesses at a password, as an attacker would',
  'server/store/perfumes/slug.ts': 'takes accents away, to make an address of a name',
};

test('which signs can’t be seen, and how text is composed, is said in server/values and nowhere else', () => {
  const ownList =
    /\\p\{(C[cfso]?|Z[lp]|Default_Ignorable_Code_Point)\}|\\u(200|202|206|2800|3164|FEFF)[^'"`]*[\]-]|\.normalize\(/i;
  const found = outside.filter((file) => ownList.test(read(file)));
  expect(found.sort()).toEqual(Object.keys(OTHERWISE).sort());
});

test('what an e-mail is, too', () => {
  const own = /z\.email\(|@\]?[[(]|\\S\+@/;
  // Narrower, because it is written into a file of the host: it may import nothing of server/.
  const allowed = ['deploy/config-values.ts'];
  expect(outside.filter((file) => own.test(read(file)) && !allowed.includes(file))).toEqual([]);
});
