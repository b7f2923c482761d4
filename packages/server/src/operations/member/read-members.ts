import { type OPERATIONS, type Refusal, refuse } from '@cadastre/api-contract';
import type { IpamMember, MemberType } from '../../store/directory-store.ts';
import { refuseParameter } from '../answers.ts';
import type { Call } from '../handler.ts';

/** A member as a call names it. */
export type NamedMember = Pick<IpamMember, 'memberId' | 'memberType'>;

type Items = Call<typeof OPERATIONS.AddIpamMembers>['input']['Members'];

/** The members that a call names, each once. */
export function readMembers(items: Items): readonly NamedMember[] | Refusal {
  const members = new Map<string, NamedMember>();
  for (const { MemberId: memberId = '', MemberType: memberType } of items) {
    if (memberId === '') return refuseParameter('MemberId', 'Every member has an id.');
    if (memberType !== 'Folder' && memberType !== 'Account') {
      return refuseParameter('MemberType', 'It must be Folder or Account.');
    }
    if (members.has(memberId)) return refuseParameter('Members', 'A member is named once.');
    members.set(memberId, { memberId, memberType });
  }
  return [...members.values()];
}

/** What an id is by its form; undefined for an id of neither form. */
function typeOfId(memberId: string): MemberType | undefined {
  if (/^\d+$/.test(memberId)) return 'Account';
  return /^(fd|r)-/.test(memberId) ? 'Folder' : undefined;
}

/** The refusal of members whose id is of the other type's form. */
export function checkMemberTypes(members: readonly NamedMember[]): Refusal | undefined {
  const mismatched = members.filter(({ memberId, memberType }) => {
    const type = typeOfId(memberId);
    return type !== undefined && type !== memberType;
  });
  if (mismatched.length === 0) return undefined;
  return refuse('OperationDenied.MemberIdNotMatchMemberType', { Members: listIds(mismatched) });
}

/** The ids of members for a message. */
export function listIds(members: readonly Pick<NamedMember, 'memberId'>[]): string {
  return members.map(({ memberId }) => memberId).join(', ');
}
