import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `vite build web/console`: files for `/staff/`, nothing inline, so a strict content security policy holds. */
export default defineConfig({
  base: '/staff/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Cloudscape alone is larger than the default limit; it is one download, then cached for good.
    chunkSizeWarningLimit: 1_500,
  },
});
