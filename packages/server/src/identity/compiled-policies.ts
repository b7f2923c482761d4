import {
  type NamedPolicy,
  type Policy,
  type PolicyKind,
  parsePolicy,
} from '@cadastre/access-policy';
import { FULL_ACCESS_CONTROL_POLICY } from '@cadastre/api-contract';
import type { ControlPolicy } from '../store/directory-store.ts';
import type { EffectivePolicy } from '../store/identity-store.ts';
import type { CallerPolicies } from './caller.ts';
import { FULL_ACCESS_CONTROL_DOCUMENT, findSystemPolicy } from './system-policies.ts';

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
  readonly #fullAccess = this.#compileDocument(
    FULL_ACCESS_CONTROL_DOCUMENT,
    FULL_ACCESS_CONTROL_POLICY,
    'control',
  );

  /** The policies of one principal by where they hold. Throws when a stored one is not valid. */
  compile(effective: readonly EffectivePolicy[]): CallerPolicies {
    const policies: NamedPolicy[] = [];
    const resourceGroupPolicies = new Map<string, NamedPolicy[]>();
    let readsResourceTags = false;
    for (const { policyType, policyName, resourceGroupId, document } of effective) {
      const text = policyType === 'System' ? findSystemPolicy(policyName)?.document : document;
      // A system policy that a later version has taken back allows nothing.
      if (text === undefined && policyType === 'System') continue;
      const compiled = this.#compileDocument(text ?? '', policyName, 'identity');
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

  /**
   * Policies together with the control policies that bind their principal. One that allows everything
   * is always among these, so that a control policy takes away what it denies and nothing else.
   */
  withControl(policies: CallerPolicies, control: readonly ControlPolicy[]): CallerPolicies {
    if (control.length === 0) return policies;
    const controlPolicies: NamedPolicy[] = [
      { name: FULL_ACCESS_CONTROL_POLICY, policy: this.#fullAccess.policy },
    ];
    let { readsResourceTags } = policies;
    for (const { policyName, document } of control) {
      const compiled = this.#compileDocument(document, policyName, 'control');
      controlPolicies.push({ name: policyName, policy: compiled.policy });
      readsResourceTags ||= compiled.readsResourceTags;
    }
    return { ...policies, controlPolicies, readsResourceTags };
  }

  #compileDocument(document: string, policyName: string, kind: PolicyKind): CompiledPolicy {
    const key = `${kind} ${document}`;
    const known = this.#byDocument.get(key);
    if (known !== undefined) return known;
    const parsed = parsePolicy(document, kind);
    if (!parsed.ok) throw new Error(`The stored policy ${policyName} is not valid.`);
    const compiled = { policy: parsed.policy, readsResourceTags: readsResourceTags(document) };
    if (this.#byDocument.size >= DOCUMENT_COUNT_MAX) this.#byDocument.clear();
    this.#byDocument.set(key, compiled);
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
