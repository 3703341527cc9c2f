import eslint from '@eslint/js';
import typescript from 'typescript-eslint';

export default typescript.config(
  { ignores: ['node_modules'] },
  eslint.configs.recommended,
  ...typescript.configs.strict,
  { rules: { '@typescript-eslint/no-non-null-assertion': 'off', eqeqeq: 'error' } },
  { files: ['*.mjs'], languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } } },
);
