/** The OpenAPI document of every built operation, generated from the definitions. */
export function openApiDocument(): object {
  return { openapi: '3.1.0', info: { title: 'Cadastre', version: '0.0.0' }, paths: {} };
}
