import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { europeMap } from './map/plugin.ts';

/** Where `npm run dev` finds the server; the built console is served by the server itself. */
const server = process.env['TOCSIN_DEV_SERVER'] ?? 'http://localhost:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), europeMap()],
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
  build: {
    outDir: 'dist',
    target: 'es2023',
    // The server's Content-Security-Policy allows scripts and fonts from itself only: nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
});
