import type { AccessKey } from '../../store/records.ts';
import { formatTime } from '../answers.ts';

/** An access key as the API lists it: never its secret, encrypted or not. */
export function describeAccessKey(key: Pick<AccessKey, 'accessKeyId' | 'status' | 'createdAt'>) {
  return {
    AccessKeyId: key.accessKeyId,
    Status: key.status,
    CreateDate: formatTime(key.createdAt),
  };
}
