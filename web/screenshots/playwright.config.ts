import { defineConfig } from '@playwright/test';
import tests from '../playwright.config.ts';

export default defineConfig({
  ...tests,
  testDir: '.',
  testMatch: 'screenshots.ts',
  outputDir: '../../build/web-tests/screenshots',
  reporter: [['list']],
  workers: 1,
  timeout: 180_000,
});
