import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const service = 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: '../service/livedesk/static',
    emptyOutDir: true,
    // The service's content security policy allows fonts and icons from itself only, not as data.
    assetsInlineLimit: 0,
    rolldownOptions: { input: ['index.html', 'docs.html', 'overlay.html'] },
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': { target: service, ws: true } } },
});
