import { createRequestSigner } from './sign-request.js';

/**
 * One call outside a measurement; throws when it is refused.
 *
 * @param {number} port
 * @param {import('./cases.js').Call} call
 */
export async function callCadastre(port, call) {
  const host = `127.0.0.1:${port}`;
  const { path, headers } = createRequestSigner({ host, call })();
  const answer = await fetch(`http://${host}${path}`, { method: 'POST', headers });
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${call.action}: ${JSON.stringify(body)}`);
  return body;
}
