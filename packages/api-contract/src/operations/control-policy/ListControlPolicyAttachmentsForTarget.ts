import { defineOperation } from '../../operation.ts';
import { MAX_RESULTS, NEXT_TOKEN, PAGE_FIELDS } from '../../parameter-kinds.ts';
import { ATTACHMENTS_FIELD, TARGET_ID } from './control-policy-parameters.ts';

export const ListControlPolicyAttachmentsForTarget = defineOperation({
  name: 'ListControlPolicyAttachmentsForTarget',
  product: 'Cadastre',
  group: 'control-policy',
  summary: 'Lists the control policies that are attached to a folder or an account.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: { TargetId: TARGET_ID, MaxResults: MAX_RESULTS, NextToken: NEXT_TOKEN },
  response: { ...PAGE_FIELDS, ControlPolicyAttachments: ATTACHMENTS_FIELD },
  reservedFor: 'first-root',
  paging: { items: 'ControlPolicyAttachments' },
  errors: ['EntityNotExist.Target'],
});
