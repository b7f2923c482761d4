/**
 * What the framework costs alone: a Fastify server with one route that reads a request as the real
 * one does and answers constant bytes, given as the first argument. It prints its port.
 */
import { createRequire } from 'node:module';

// The server's own copy of Fastify, whatever the workspace's root has.
const serverPackage = createRequire(new URL('../packages/server/package.json', import.meta.url));
const { fastify } = serverPackage('fastify');

const [body = ''] = process.argv.slice(2);
const server = fastify({ logger: false });
server.removeAllContentTypeParsers();
server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => {
  done(null, bytes);
});
server.all('/', async (_request, reply) => {
  reply.header('content-type', 'application/json;charset=utf-8');
  return reply.send(body);
});
await server.listen({ host: '127.0.0.1', port: 0 });
console.log(server.server.address().port);
process.once('SIGTERM', () => process.exit(0));
