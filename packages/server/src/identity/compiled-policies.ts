import { type NamedPolicy, type Policy, parsePolicy } from '@cadastre/access-policy';
import type { EffectivePolicy } from '../store/identity-store.ts';
import type { CallerPolicies } from './caller.ts';
import { findSystemPolicy } from './system-policies.ts';

interface CompiledPolicy {
  readonly policy: Policy;
  readonly readsResourceTags: boolean;
}

/** Compiled documents held at once. */
const DOCUMENT_COUNT_MAX = 4_096;

/**
 * Compiles policies, remembered by the text of their document: identities are read anew every
 * second, and twenty long documents are not to be parsed again each time. A compiled policy never
 * changes, so that what is remembered can be old but never wrong.
 */
export class CompiledPolicies {
  readonly #byDocument = new Map<string, CompiledPolicy>();

  /** The policies of one principal by where they hold. Throws when a stored one is not valid. */
  compile(effective: readonly EffectivePolicy[]): CallerPolicies {
    const policies: NamedPolicy[] = [];
    const resourceGroupPolicies = new Map<string, NamedPolicy[]>();
    let readsResourceTags = false;
    for (const { policyType, policyName, resourceGroupId, document } of effective) {
      const text = policyType === 'System' ? findSystemPolicy(policyName)?.document : document;
      // A system policy that a later version has taken back allows nothing.
      if (text === undefined && policyType === 'System') continue;
      const compiled = this.#compileDocument(text ?? '', policyName);
      readsResourceTags ||= compiled.readsResourceTags;
      const named = { name: policyName, policy: compiled.policy };
      if (resourceGroupId === '') {
        policies.push(named);
        continue;
      }
      const ofGroup = resourceGroupPolicies.get(resourceGroupId);
      if (ofGroup === undefined) resourceGroupPolicies.set(resourceGroupId, [named]);
      else ofGroup.push(named);
    }
    return { policies, resourceGroupPolicies, readsResourceTags };
  }

  #compileDocument(document: string, policyName: string): CompiledPolicy {
    const known = this.#byDocument.get(document);
    if (known !== undefined) return known;
    const parsed = parsePolicy(document, 'identity');
    if (!parsed.ok) throw new Error(`The stored policy ${policyName} is not valid.`);
    const compiled = { policy: parsed.policy, readsResourceTags: readsResourceTags(document) };
    if (this.#byDocument.size >= DOCUMENT_COUNT_MAX) this.#byDocument.clear();
    this.#byDocument.set(document, compiled);
    return compiled;
  }
}

/**
 * Whether a valid policy asks for a tag of the resource. The document is spelled anew first: its own
 * spelling may have escapes.
 */
export function readsResourceTags(document: string): boolean {
  return /"acs:ResourceTag\//i.test(JSON.stringify(JSON.parse(document)));
}
