import { defineConfig } from 'vite';

// The page asks its own origin, which passes the question on.
const proxy = { '/graphql': process.env.API ?? 'http://localhost:5000' };

export default defineConfig({ server: { proxy }, preview: { proxy } });
