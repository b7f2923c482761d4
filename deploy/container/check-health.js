// Ends with 0 when the server in the same container answers the path with 200. It finds the server
// by the variables that the server itself goes by.
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';

const TIMEOUT_MS = 4_000;

const [path = '/healthz'] = process.argv.slice(2);
const { CADASTRE_LISTEN: listen = '127.0.0.1:8080', CADASTRE_TLS_CERT: certificate } = process.env;
// A server that listens on every address listens on this one.
const address = listen.replace(/^0\.0\.0\.0:/, '127.0.0.1:').replace(/^\[::\]:/, '[::1]:');

// The server itself is asked, whatever name its certificate is for.
const request = certificate
  ? getHttps(`https://${address}${path}`, { rejectUnauthorized: false })
  : getHttp(`http://${address}${path}`);
request.setTimeout(TIMEOUT_MS, () => request.destroy(new Error('no answer in time')));
request.once('response', ({ statusCode }) => end(statusCode === 200, `${path}: ${statusCode}`));
request.once('error', ({ message }) => end(false, `${path}: ${message}`));

/**
 * @param {boolean} isHealthy
 * @param {string} text
 */
function end(isHealthy, text) {
  process.stdout.write(`${text}\n`);
  process.exit(isHealthy ? 0 : 1);
}
