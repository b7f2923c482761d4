export * from './canonical-request.ts';
export * from './error-catalogue.ts';
export * from './limits.ts';
export * from './openapi.ts';
export * from './operation.ts';
export { FULL_ACCESS_CONTROL_POLICY } from './operations/control-policy/control-policy-parameters.ts';
export {
  IPAM_SERVICE_PRINCIPAL,
  ROOT_FOLDER_ID,
} from './operations/directory/directory-parameters.ts';
export * from './operations/index.ts';
export { IP_VERSION_VALUES, IPV6_ISP_VALUES } from './parameter-kinds.ts';
export * from './parameters.ts';
export * from './products.ts';
export * from './reference-pages.ts';
export * from './role-arn.ts';
export * from './value-formats.ts';
