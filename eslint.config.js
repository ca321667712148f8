// Rules are 'error' or 'off', never 'warn'. Import boundaries are in tests/conventions/{arrows,imports}.test.ts.
const { importX } = require('eslint-plugin-import-x');
const tseslint = require('typescript-eslint');

module.exports = tseslint.config(
  {
    ignores: ['dist/', 'node_modules/', '.data/', 'public/', 'tests/setup/*.js', '*.config.js'],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: __dirname } },
    plugins: { 'import-x': importX },
    rules: {
      // Node's own, packages, what lies above, what lies beside; each by its name.
      'import-x/order': [
        'error',
        {
          groups: ['builtin', 'external', 'parent', ['sibling', 'index']],
          alphabetize: { order: 'asc', orderImportKind: 'ignore' },
          'newlines-between': 'never',
        },
      ],
      'import-x/no-duplicates': ['error', { 'prefer-inline': true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      'no-console': 'error',
      'max-lines': ['error', { max: 320, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // What a person reads in a terminal is printed, not logged.
    files: ['server/bin/**', 'bench/**', 'tests/setup/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['server/**', 'deploy/**', 'bench/**'],
    rules: { 'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['tests/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    // Texts are data: one file a house or a feature, as long as what it has to say.
    files: ['server/seed/catalogue/**', 'server/**/texts.*.ts'],
    rules: { 'max-lines': 'off' },
  },
);
