import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  build: {
    outDir: '../../artifacts/explorer/page',
    emptyOutDir: true,
    rolldownOptions: { input: ['index.html', 'embed.html'] },
    target: 'es2022',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
  },
  // For working on the page alone: `npx vite`, with the program running on its usual address.
  server: { proxy: { '/graphql': 'http://localhost:5000', '/questions': 'http://localhost:5000', '/health': 'http://localhost:5000' } },
});
