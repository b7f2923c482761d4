import { type MaskRules, validateMaskRules } from '@cadastre/address-space';
import { type Refusal, refuse } from '@cadastre/api-contract';

/** Blames the first allocation rule that is broken; undefined when all hold. */
export function checkMaskRules(rules: MaskRules): Refusal | undefined {
  switch (validateMaskRules(rules)?.rule) {
    case undefined:
      return undefined;
    case 'min':
      return refuse('IllegalParam.AllocationMinNetmask');
    case 'max':
      return refuse('IllegalParam.AllocationMaxNetmask');
    case 'default':
      return refuse('IllegalParam.AllocationDefaultNetmask');
  }
}
