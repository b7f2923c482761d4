import { describeRefusal, type ProductName, type Refusal } from '@cadastre/api-contract';
import type { ErrorAnswer } from './error-answer.ts';
import { type Format, type RenderedAnswer, render } from './render-response.ts';

export interface RenderedError extends RenderedAnswer {
  readonly code: string;
}

/** The only place that writes an error to the wire. */
export function renderError(
  error: ErrorAnswer,
  call: {
    readonly format: Format;
    readonly requestId: string;
    readonly host: string;
    readonly product: ProductName | undefined;
  },
): RenderedError {
  const { code, message, status } = describeRefusal(error.refusal);
  const product = call.product ?? 'VpcIpam';
  const query = `q=${encodeURIComponent(code)}&product=${product}&requestId=${call.requestId}`;
  const body: Record<string, unknown> = {
    RequestId: call.requestId,
    HostId: call.host,
    Code: code,
    Message: message,
    Recommend: `https://api.aliyun.com/troubleshoot?${query}`,
  };
  if (error.accessDeniedDetail !== undefined) body['AccessDeniedDetail'] = error.accessDeniedDetail;
  return { code, ...render(call.format, status, 'Error', body) };
}

/** The code of a refusal as it goes on the wire. */
export function wireCode(refusal: Refusal): string {
  return describeRefusal(refusal).code;
}
