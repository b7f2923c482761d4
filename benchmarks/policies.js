/**
 * The dearest policies that a RAM user can have: as many and as long as the limits allow, with a
 * statement for every way of making the evaluation work. Most of them match the call by action and
 * resource and fail by their conditions alone; only the very last statement of all allows it.
 */

const POLICY_CHARACTERS = 6144;

/** Custom policies of the user itself, and of each of its groups; the limits of RAM. */
const POLICIES_OF_USER = 10;
const POLICIES_OF_GROUP = 5;
const GROUP_COUNT = 2;

const ELSEWHERE = ['203.0.113.0/24', '198.51.100.7', '2001:db8:1::/48', '192.0.2.128/25'];
const CORPORATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', '::1'];

/** Statements in turn; `key` makes each of them another one. */
const STATEMENTS = [
  (key) => ({
    Effect: 'Deny',
    Action: ['*:Get*', '*:List*', 'vpc:*Status', `vpc:*Pool*${key}`],
    Resource: '*',
    Condition: { IpAddress: { 'acs:SourceIp': [...ELSEWHERE, `192.0.2.${key.length}`] } },
  }),
  (key) => ({
    Effect: 'Deny',
    NotAction: ['ram:*', `ecs:*${key}`, 'vpc:*Pool*'],
    NotResource: ['acs:ram:*:*:*', `acs:vpc:*:*:ipampool/ipam-pool-${key}*`],
    Condition: { NotIpAddress: { 'acs:SourceIp': CORPORATE } },
  }),
  (key) => ({
    Effect: 'Deny',
    Action: ['vpc:?etVpcIpam*Status', `vpc:*${key}*`],
    Resource: '*',
    Condition: {
      DateGreaterThan: { 'acs:CurrentTime': '2199-12-31T23:59:59Z' },
      StringLike: { 'acs:PrincipalARN': [`acs:ram::*:user/*-${key}-*`, 'acs:ram::*:role/*'] },
    },
  }),
  (key) => ({
    Effect: 'Allow',
    Action: ['vpc:Create*', 'vpc:*Ipam*', 'vpc:Delete*'],
    Resource: [`acs:vpc:cn-*:*:ipampool/*-${key}-?*`, 'acs:vpc:*:*:ipam*/*', '*'],
    Condition: {
      StringEquals: { 'acs:ResourceTag/team': [`team-${key}`, 'network'] },
      StringNotLike: { 'acs:ResourceTag/stage': ['prod*', '*live*'] },
    },
  }),
  (key) => ({
    Effect: 'Allow',
    Action: ['vpc:Get*', 'vpc:List*', `ecs:Describe*${key}`],
    Resource: ['*', `acs:ecs:*:*:instance/i-${key}`],
    Condition: { Bool: { 'acs:SecureTransport': 'true' } },
  }),
  (key) => ({
    Effect: 'Allow',
    Action: 'vpc:GetVpcIpamServiceStatus',
    Resource: '*',
    Condition: { StringLike: { 'acs:PrincipalARN': `acs:ram::*:user/?*-${key}` } },
  }),
];

const ALLOWING = { Effect: 'Allow', Action: 'vpc:*Vpc*Status', Resource: '*' };

/** One policy of exactly the greatest length; the spaces at its end are less than a statement. */
function policyDocument(policyIndex, lastStatements) {
  const statements = [...lastStatements];
  const textOf = () => JSON.stringify({ Version: '1', Statement: statements });
  for (let index = 0; ; index += 1) {
    const make = STATEMENTS[index % STATEMENTS.length];
    statements.splice(index, 0, make(`p${policyIndex}s${index}`));
    if (textOf().length <= POLICY_CHARACTERS) continue;
    statements.splice(index, 1);
    return textOf().padEnd(POLICY_CHARACTERS);
  }
}

function ram(action, parameters) {
  return { action, version: '2015-05-01', parameters };
}

/**
 * Makes a RAM user with all of them, some its own and some by its groups.
 *
 * @param {import('./cases.js').CallOnce} callOnce
 * @returns {Promise<import('./cases.js').Credentials>}
 */
export async function createUserWithPolicies(callOnce) {
  const UserName = 'benchmark';
  await callOnce(ram('CreateUser', { UserName }));
  let policyIndex = 0;
  const attachNew = async (attach, principal, count, lastStatements = []) => {
    for (let made = 0; made < count; made += 1) {
      // Policies are evaluated in the order of their names.
      const PolicyName = `policy-${String(policyIndex).padStart(2, '0')}`;
      const isLast = made === count - 1;
      const PolicyDocument = policyDocument(policyIndex, isLast ? lastStatements : []);
      await callOnce(ram('CreatePolicy', { PolicyName, PolicyDocument }));
      await callOnce(ram(attach, { ...principal, PolicyType: 'Custom', PolicyName }));
      policyIndex += 1;
    }
  };
  for (let index = 0; index < GROUP_COUNT; index += 1) {
    const GroupName = `group-${index}`;
    await callOnce(ram('CreateGroup', { GroupName }));
    await callOnce(ram('AddUserToGroup', { UserName, GroupName }));
    await attachNew('AttachPolicyToGroup', { GroupName }, POLICIES_OF_GROUP);
  }
  await attachNew('AttachPolicyToUser', { UserName }, POLICIES_OF_USER, [ALLOWING]);
  const { AccessKey: key } = await callOnce(ram('CreateAccessKey', { UserName }));
  return { accessKeyId: key.AccessKeyId, accessKeySecret: key.AccessKeySecret };
}
